// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The longer answers of remote control, with every field that Celery's tools and Flower read.
public final class WorkerReplies {

  private WorkerReplies() {}

  /// How a worker has a task in hand.
  ///
  /// @param startedAt null before it runs
  public record InHand(String node, @Nullable Instant startedAt, boolean acknowledged, long pid) {}

  /// A task as `active`, `reserved`, `scheduled` and `query_task` list it.
  ///
  /// @param safe the arguments as Python prints them
  public static ObjectNode task(TaskMessage task, InHand hand, boolean safe) {
    var json = KombuJson.object();
    json.put("id", task.id()).put("name", task.displayName());
    if (safe) {
      json.put("args", task.argsRepr()).put("kwargs", task.kwargsRepr());
    } else {
      json.set("args", KombuJson.array(task.call().args()));
      json.set("kwargs", KombuJson.object(task.call().kwargs()));
    }
    json.put("type", task.task()).put("hostname", hand.node());
    var started = hand.startedAt();
    json.put("time_start", started == null ? null : (Double) seconds(started));
    json.put("acknowledged", hand.acknowledged());
    var delivery = task.extras().delivery();
    json.putObject("delivery_info")
        .put("exchange", delivery.exchange())
        .put("routing_key", delivery.routingKey())
        .put("priority", delivery.priority())
        .put("redelivered", delivery.redelivered());
    json.put("worker_pid", started == null ? null : (Long) hand.pid());
    return json;
  }

  private static double seconds(Instant at) {
    return at.getEpochSecond() + at.getNano() / 1e9;
  }

  /// An entry of `scheduled`.
  public static ObjectNode scheduled(TaskMessage task, InHand hand, Instant eta) {
    var priority = task.extras().delivery().priority();
    var json = KombuJson.object().put("eta", WireTime.write(eta));
    json.put("priority", priority == null ? 0 : priority);
    json.set("request", task(task, hand, false));
    return json;
  }

  /// An entry of `query_task`.
  ///
  /// @param state `active`, `reserved` or `ready`
  public static JsonNode queried(String state, ObjectNode task) {
    return KombuJson.array().add(state).add(task);
  }

  /// An entry of `active_queues`. Flower's page fails where one of these keys is missing.
  public static ObjectNode queue(String name, String exchange, String routingKey) {
    var json = KombuJson.object().put("name", name);
    var on = json.putObject("exchange").put("name", exchange).put("type", "direct");
    on.putNull("arguments").put("durable", true).put("passive", false).put("auto_delete", false);
    on.putNull("delivery_mode").put("no_declare", false);
    json.put("routing_key", routingKey);
    json.putNull("queue_arguments").putNull("binding_arguments").putNull("consumer_arguments");
    json.put("durable", true).put("exclusive", false).put("auto_delete", false);
    json.put("no_ack", false).putNull("alias").putArray("bindings");
    json.putNull("no_declare").putNull("expires").putNull("message_ttl").putNull("max_length");
    return json.putNull("max_length_bytes").putNull("max_priority");
  }

  /// What `stats` tells of the pool.
  ///
  /// @param autoscale the most and the fewest; null without
  public record Pool(String kind, int size, long pid, @Nullable Bounds autoscale) {}

  /// Between which the pool scales.
  public record Bounds(int max, int min) {}

  /// What `stats` tells of the broker.
  public record BrokerInfo(String transport, String hostname, int port, String virtualHost) {}

  /// The answer to `stats`.
  ///
  /// @param total tasks done since the start, by type
  public static ObjectNode stats(
      Map<String, Long> total,
      Pool pool,
      BrokerInfo broker,
      int prefetch,
      long uptimeSeconds,
      long clock) {
    var json = KombuJson.object();
    var totals = json.putObject("total");
    total.forEach(totals::put);
    json.put("pid", pool.pid()).put("clock", Long.toString(clock)).put("uptime", uptimeSeconds);
    var threads = json.putObject("pool");
    threads.put("implementation", pool.kind()).put("max-concurrency", pool.size());
    threads.putArray("processes").add(pool.pid());
    threads.put("max-tasks-per-child", "N/A").put("put-guarded-by-semaphore", false);
    threads.putArray("timeouts").add(0).add(0);
    var at = json.putObject("broker");
    at.put("hostname", broker.hostname()).putNull("userid").put("port", broker.port());
    at.put("virtual_host", broker.virtualHost()).put("transport", broker.transport());
    at.put("insist", false).put("ssl", false).put("connect_timeout", 4);
    at.putObject("transport_options");
    at.putNull("login_method").putNull("uri_prefix").put("heartbeat", 0);
    at.put("failover_strategy", "round-robin").putArray("alternates");
    json.put("prefetch_count", prefetch);
    json.putObject("rusage");
    var scale = pool.autoscale();
    if (scale != null) {
      json.putObject("autoscaler")
          .put("max", scale.max())
          .put("min", scale.min())
          .put("current", pool.size())
          .put("qty", 0);
    }
    return json;
  }

  /// The answer to `hello`.
  ///
  /// @param revoked ids with the time of each, in seconds of any one clock
  public static ObjectNode hello(Map<String, Double> revoked, long clock) {
    var json = KombuJson.object();
    var ids = json.putObject("revoked");
    revoked.forEach((id, at) -> ids.set(id, KombuJson.array().add(at).add(id)));
    return json.put("clock", clock);
  }

  /// The answer to `revoke`, in the words of Celery.
  public static ObjectNode revoked(List<String> ids) {
    return ControlReply.ok("tasks " + String.join(", ", ids) + " flagged as revoked");
  }

  /// The answer to `revoke` where tasks that ran were told to stop.
  public static ObjectNode terminated(List<String> running) {
    return ControlReply.ok(
        "terminate: " + (running.isEmpty() ? "tasks unknown" : String.join(", ", running)));
  }
}
