// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import dev.lovage.celery.CeleryEvent;
import dev.lovage.celery.NodePlace;
import dev.lovage.celery.TaskMessage;
import dev.lovage.celery.WorkerReplies;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Where a worker's node is, in Celery's words.
record RedisPlace(String node, RedisUrl url, RedisQueues queues, RedisTeller teller)
    implements NodePlace {

  @Override
  public WorkerReplies.BrokerInfo broker() {
    var host = url.hosts().getFirst();
    return new WorkerReplies.BrokerInfo(
        "redis", host.getHost(), host.getPort(), Integer.toString(url.database()));
  }

  @Override
  public Map<String, JsonNode> conf() {
    var json = JsonNodeFactory.instance;
    var where = url.results();
    var conf = new LinkedHashMap<String, JsonNode>();
    conf.put("broker_url", json.stringNode(url.address()));
    conf.put("result_backend", json.stringNode((where == null ? url : where).address()));
    conf.put("task_default_queue", json.stringNode(url.defaultQueue()));
    conf.put("task_send_sent_event", json.booleanNode(url.isOn("sent_events")));
    conf.put("task_serializer", json.stringNode("json"));
    conf.put("timezone", json.stringNode("UTC"));
    return conf;
  }

  @Override
  public List<TaskMessage> scheduled(List<String> names) {
    return queues.scheduled(names);
  }

  @Override
  public void tell(Supplier<CeleryEvent> event) {
    teller.tell(event);
  }
}
