// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import dev.lovage.spi.WorkerControl;
import dev.lovage.spi.WorkerControl.HeldTask;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a node tells of itself when somebody asks.
record NodeInspection(
    WorkerNode node,
    WorkerControl worker,
    NodePlace place,
    LogicalClock clock,
    InstantSource time) {

  JsonNode active(boolean safe) {
    var list = KombuJson.array();
    held(true).forEach(held -> list.add(task(held, safe)));
    return list;
  }

  JsonNode reserved() {
    var list = KombuJson.array();
    held(false).forEach(held -> list.add(task(held, false)));
    return list;
  }

  private List<HeldTask> held(boolean begun) {
    return worker.held().stream().filter(held -> held.begun() == begun).toList();
  }

  private ObjectNode task(HeldTask held, boolean safe) {
    var since = held.begun() ? time.instant().minus(held.ran()) : null;
    var hand = new WorkerReplies.InHand(place.node(), since, held.acknowledged(), pid());
    return WorkerReplies.task(WorkerNode.messageOf(held.task()), hand, safe);
  }

  /// What waits at the broker, where workers of Lovage's leave what is due later.
  JsonNode scheduled() {
    var list = KombuJson.array();
    var hand = new WorkerReplies.InHand(place.node(), null, false, pid());
    for (var task : place.scheduled(worker.queues())) {
      var eta = Objects.requireNonNullElseGet(task.timing().eta(), time::instant);
      list.add(WorkerReplies.scheduled(task, hand, eta));
    }
    return list;
  }

  JsonNode query(List<String> ids) {
    var json = KombuJson.object();
    for (var held : worker.held()) {
      var id = held.task().id();
      if (ids.contains(id)) {
        var state = held.begun() ? "active" : "reserved";
        json.set(id, WorkerReplies.queried(state, task(held, false)));
      }
    }
    return json;
  }

  JsonNode registered(ControlCommand.Registered command) {
    var names = new TreeSet<>(worker.types());
    if (command.builtins()) {
      names.addAll(List.of(Builtins.MAP, Builtins.STARMAP));
    }
    var list = KombuJson.array();
    for (var name : names) {
      var rate = node.rates().of(name);
      boolean wanted = command.items().contains("rate_limit") && rate.isPresent();
      list.add(wanted ? name + " [rate_limit=" + rate.get() + "]" : name);
    }
    return list;
  }

  JsonNode queues() {
    var list = KombuJson.array();
    worker.queues().forEach(name -> list.add(WorkerReplies.queue(name, name, name)));
    return list;
  }

  JsonNode stats() {
    var up = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    int size = worker.concurrency();
    return WorkerReplies.stats(
        node.begun(),
        new WorkerReplies.Pool("lovage:threads", size, pid(), node.bounds()),
        place.broker(),
        size,
        up.toSeconds(),
        clock.now());
  }

  JsonNode conf() {
    var conf = KombuJson.object(place.conf());
    conf.put("worker_concurrency", worker.concurrency());
    return conf.put("worker_send_task_events", node.isTelling());
  }

  JsonNode report() {
    var text = new StringBuilder();
    text.append("\nsoftware -> lovage:").append(WorkerNode.version());
    text.append(" java:").append(Runtime.version()).append("\nplatform -> system:");
    text.append(System.getProperty("os.name")).append(" arch:");
    text.append(System.getProperty("os.arch")).append("\nworker   -> ").append(worker.id());
    text.append('\n');
    KombuJson.map(conf())
        .forEach((name, value) ->
            text.append('\n').append(name).append(": ").append(PythonRepr.of(value)));
    return ControlReply.ok(text.append('\n').toString());
  }

  JsonNode memory() {
    var runtime = Runtime.getRuntime();
    long used = runtime.totalMemory() - runtime.freeMemory();
    return KombuJson.text((used >> 20) + "MB");
  }

  /// Another worker has started.
  JsonNode hello(String from, Map<String, JsonNode> revoked) {
    if (from.equals(place.node())) {
      return KombuJson.nothing();
    }
    node.revocations().add(revoked.keySet());
    return WorkerReplies.hello(node.revocations().all(), clock.tick());
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }
}
