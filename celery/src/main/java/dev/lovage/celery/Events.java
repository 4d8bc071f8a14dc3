// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import dev.lovage.celery.CeleryEvent.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes the events of one node.
///
/// @param version of Lovage
public record Events(Source source, String version) {

  private static final int SIGTERM = 15;

  /// How a worker is doing.
  ///
  /// @param every how often it sends a heartbeat
  /// @param active tasks that run now
  /// @param processed tasks since its start
  /// @param load the machine's over 1, 5 and 15 minutes
  public record Health(Duration every, int active, long processed, List<Double> load) {}

  public CeleryEvent workerOnline(Health health, Instant at, long clock) {
    return worker("worker-online", health, at, clock);
  }

  public CeleryEvent workerHeartbeat(Health health, Instant at, long clock) {
    return worker("worker-heartbeat", health, at, clock);
  }

  public CeleryEvent workerOffline(Health health, Instant at, long clock) {
    return worker("worker-offline", health, at, clock);
  }

  private CeleryEvent worker(String type, Health health, Instant at, long clock) {
    var load = KombuJson.array();
    health.load().forEach(load::add);
    var fields = KombuJson.object();
    fields.put("freq", health.every().toMillis() / 1000.0);
    fields.put("active", health.active()).put("processed", health.processed());
    fields.set("loadavg", load);
    fields.put("sw_ident", "lovage").put("sw_ver", version).put("sw_sys", "Java");
    return event(type, fields, at, clock);
  }

  /// Of a client that has sent a task.
  ///
  /// @param queue the queue or routing key that it was sent to
  public CeleryEvent sent(TaskMessage task, String queue, Instant at, long clock) {
    var fields = task(task);
    fields.put("queue", queue).put("exchange", "").put("routing_key", queue);
    return event("task-sent", fields, at, clock);
  }

  /// To be sent before any other of the task: only this one has its name.
  public CeleryEvent received(TaskMessage task, Instant at, long clock) {
    return event("task-received", task(task), at, clock);
  }

  private static ObjectNode task(TaskMessage task) {
    var timing = task.timing();
    var fields = KombuJson.object();
    fields.put("uuid", task.id()).put("name", task.displayName());
    fields.put("args", task.argsRepr()).put("kwargs", task.kwargsRepr());
    fields.put("root_id", task.rootId());
    fields.set("parent_id", KombuJson.text(task.lineage().parentId()));
    fields.put("retries", timing.retries());
    fields.set("eta", time(timing.eta()));
    fields.set("expires", time(timing.expires()));
    return fields;
  }

  private static JsonNode time(@Nullable Instant time) {
    return KombuJson.text(time == null ? null : WireTime.write(time));
  }

  public CeleryEvent started(String uuid, Instant at, long clock) {
    return event("task-started", KombuJson.object().put("uuid", uuid), at, clock);
  }

  public CeleryEvent succeeded(
      String uuid, JsonNode result, Duration runtime, Instant at, long clock) {
    var fields = KombuJson.object().put("uuid", uuid).put("result", PythonRepr.of(result));
    return event("task-succeeded", fields.put("runtime", runtime.toNanos() / 1e9), at, clock);
  }

  public CeleryEvent failed(
      String uuid, CeleryError error, @Nullable String traceback, Instant at, long clock) {
    return event("task-failed", error(uuid, error, traceback), at, clock);
  }

  public CeleryEvent retried(
      String uuid, CeleryError error, @Nullable String traceback, Instant at, long clock) {
    return event("task-retried", error(uuid, error, traceback), at, clock);
  }

  private static ObjectNode error(String uuid, CeleryError error, @Nullable String traceback) {
    var fields = KombuJson.object().put("uuid", uuid).put("exception", error.repr());
    fields.set("traceback", KombuJson.text(traceback));
    return fields;
  }

  /// Of a task that was revoked before it ran (both flags false), while it ran, or had expired.
  public CeleryEvent revoked(
      String uuid, boolean terminated, boolean expired, Instant at, long clock) {
    var fields = KombuJson.object().put("uuid", uuid).put("terminated", terminated);
    fields.set("signum", KombuJson.number(terminated ? SIGTERM : null));
    return event("task-revoked", fields.put("expired", expired), at, clock);
  }

  /// Of a task that was stopped because the connection to the broker was lost.
  public CeleryEvent cancelled(String uuid, Instant at, long clock) {
    return event("task-cancelled", KombuJson.object().put("uuid", uuid), at, clock);
  }

  public CeleryEvent rejected(String uuid, boolean requeue, Instant at, long clock) {
    var fields = KombuJson.object().put("uuid", uuid).put("requeue", requeue);
    return event("task-rejected", fields, at, clock);
  }

  /// Answers `worker-elect`; without it the others would wait for this node's vote.
  public CeleryEvent electAck(String electionId, Instant at, long clock) {
    return event("worker-elect-ack", KombuJson.object().put("id", electionId), at, clock);
  }

  private CeleryEvent event(String type, ObjectNode fields, Instant at, long clock) {
    double seconds = at.getEpochSecond() + at.getNano() / 1e9;
    Map<String, JsonNode> all = new LinkedHashMap<>(KombuJson.map(fields));
    return new CeleryEvent(type, source, seconds, clock, all);
  }
}
