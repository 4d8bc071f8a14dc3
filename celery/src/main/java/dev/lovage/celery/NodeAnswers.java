// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import static dev.lovage.celery.ControlReply.error;
import static dev.lovage.celery.ControlReply.ok;

import dev.lovage.LovageException;
import dev.lovage.spi.WorkerControl;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a node does about commands of remote control that change something, and what it answers, in
/// the words of Celery. Those that only ask go to [NodeInspection].
final class NodeAnswers {

  /// Warm, as Celery calls it: what runs may finish.
  private static final Duration UNTIL_DONE = Duration.ofDays(365);

  private final WorkerNode node;
  private final WorkerControl worker;
  private final LogicalClock clock;
  private final NodeInspection inspection;

  NodeAnswers(
      WorkerNode node,
      WorkerControl worker,
      NodePlace place,
      LogicalClock clock,
      InstantSource time) {
    this.node = node;
    this.worker = worker;
    this.clock = clock;
    this.inspection = new NodeInspection(node, worker, place, clock, time);
  }

  /// Does what is said.
  ///
  /// @return the answer; null if there is none
  @Nullable JsonNode to(ControlCommand command) {
    return switch (command) {
      case ControlCommand.Simple simple -> simple(simple);
      case ControlCommand.Active active -> inspection.active(active.safe());
      case ControlCommand.Registered registered -> inspection.registered(registered);
      case ControlCommand.Conf _ -> inspection.conf();
      case ControlCommand.QueryTask(var ids) -> inspection.query(ids);
      case ControlCommand.Hello(var from, var revoked) -> inspection.hello(from, revoked);
      case ControlCommand.Revoke(var ids, var terminate, var _) -> revoke(ids, terminate);
      case ControlCommand.RevokeByStamps(var stamps, var terminate, var _) ->
          revokeStamps(stamps, terminate);
      case ControlCommand.RateLimit(var task, var limit) -> rate(task, limit);
      case ControlCommand.TimeLimit limit -> time(limit);
      case ControlCommand.PoolGrow(int by) -> pool("grow", by);
      case ControlCommand.PoolShrink(int by) -> pool("shrink", -by);
      case ControlCommand.PoolRestart() -> error("ValueError('Pool restarts not enabled')");
      case ControlCommand.Autoscale(var max, var min) -> scale(max, min);
      case ControlCommand.AddConsumer add -> serve(add.queue());
      case ControlCommand.CancelConsumer(var queue) -> {
        var _ = worker.leave(queue);
        yield ok("no longer consuming from " + queue);
      }
      case ControlCommand.Election _ -> KombuJson.nothing();
      case ControlCommand.Unknown(var method) -> ControlReply.unknown(method);
      case ControlCommand.Malformed(var _, var reason) -> error(reason);
    };
  }

  private @Nullable JsonNode simple(ControlCommand.Simple command) {
    return switch (command) {
      case PING -> ok("pong");
      case RESERVED -> inspection.reserved();
      case SCHEDULED -> inspection.scheduled();
      case REVOKED -> KombuJson.strings(node.revocations().ids());
      case STATS -> inspection.stats();
      case ACTIVE_QUEUES -> inspection.queues();
      case REPORT -> inspection.report();
      case CLOCK -> KombuJson.object().put("clock", clock.tick());
      case MEMSAMPLE -> inspection.memory();
      case ENABLE_EVENTS -> events(true, "enabled");
      case DISABLE_EVENTS -> events(false, "disabled");
      case HEARTBEAT -> {
        node.heartbeatWhenAsked();
        yield KombuJson.nothing();
      }
      case SHUTDOWN -> {
        // On a thread of its own: it takes as long as what runs.
        Thread.ofVirtual().name("lovage-shutdown").start(() -> worker.drain(UNTIL_DONE));
        yield null;
      }
    };
  }

  private JsonNode events(boolean wanted, String word) {
    return ok("task events " + (node.tellTasks(wanted) ? word : "already " + word));
  }

  private JsonNode revoke(List<String> ids, boolean terminate) {
    node.revocations().add(ids);
    var stopped = ids.stream().filter(id -> worker.cancel(id, terminate)).toList();
    return terminate ? WorkerReplies.terminated(stopped) : WorkerReplies.revoked(ids);
  }

  private JsonNode revokeStamps(Map<String, JsonNode> stamps, boolean terminate) {
    node.revocations().addStamps(stamps);
    var wanted = new HashMap<String, List<JsonNode>>();
    stamps.forEach((name, values) -> wanted.put(name, KombuJson.list(values)));
    var stopped = new ArrayList<String>();
    for (var held : worker.held()) {
      var its = WorkerNode.messageOf(held.task()).extras().stamps();
      if (Revocations.matches(its, wanted) && worker.cancel(held.task().id(), terminate)) {
        stopped.add(held.task().id());
      }
    }
    var headers = PythonRepr.of(KombuJson.object(stamps));
    if (!terminate) {
      return ok("headers " + headers + " flagged as revoked, but not terminated");
    }
    return ok(
        stopped.isEmpty()
            ? "headers " + headers + " were not terminated"
            : "headers " + PythonRepr.of(KombuJson.strings(stopped)) + " revoked");
  }

  private JsonNode rate(String task, JsonNode limit) {
    if (!worker.types().contains(task)) {
      return error("unknown task");
    }
    if (!node.rates().set(task, limit, System.nanoTime())) {
      return error("Invalid rate limit string: " + PythonRepr.of(limit));
    }
    return ok(
        node.rates().of(task).isPresent()
            ? "new rate limit set successfully"
            : "rate limit disabled successfully");
  }

  /// The shorter of the two, since a Java handler is asked to stop in one way only.
  private JsonNode time(ControlCommand.TimeLimit limit) {
    if (!worker.types().contains(limit.task())) {
      return error("unknown task");
    }
    double seconds =
        Math.min(
            limit.hard() == null ? Double.MAX_VALUE : limit.hard(),
            limit.soft() == null ? Double.MAX_VALUE : limit.soft());
    boolean none = seconds <= 0 || seconds == Double.MAX_VALUE;
    node.limit(limit.task(), none ? null : Duration.ofMillis((long) (seconds * 1_000)));
    return ok("time limits set successfully");
  }

  private JsonNode pool(String verb, int by) {
    if (node.bounds() != null) {
      return error(
          "pool_" + verb + " is not supported with autoscale. Adjust autoscale range instead.");
    }
    worker.concurrency(worker.concurrency() + by);
    return ok("pool will " + verb);
  }

  /// The pool has as many threads as there is work for, so the most is all there is to set: those
  /// without work cost nothing.
  private JsonNode scale(@Nullable Integer max, @Nullable Integer min) {
    var before = node.bounds();
    int most = max != null ? max : before != null ? before.max() : worker.concurrency();
    int fewest = min != null ? min : before != null ? before.min() : Math.min(1, most);
    if (most < 1 || fewest < 0 || fewest > most) {
      return error("ValueError('autoscale takes max of at least 1 and min from 0 to max')");
    }
    node.bounds(new WorkerReplies.Bounds(most, fewest));
    worker.concurrency(most);
    return ok("autoscale now max=" + most + " min=" + fewest);
  }

  private JsonNode serve(String queue) {
    try {
      boolean known = worker.queues().contains(queue);
      worker.serve(queue);
      return ok((known ? "already consuming from " : "add consumer ") + queue);
    } catch (LovageException e) {
      return error(String.valueOf(e.getMessage()));
    }
  }
}
