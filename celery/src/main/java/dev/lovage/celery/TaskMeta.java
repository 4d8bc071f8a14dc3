// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A task's state and result as Celery's result backends keep them.
///
/// @param status a state of [States], or one that the task has made up
/// @param result the return value; for `FAILURE`, `RETRY` and `REVOKED` an exception ([#error])
/// @param traceback as Python prints one
/// @param children what the task has sent; null if that was not written
/// @param dateDone for the three states that are final
public record TaskMeta(
    String taskId,
    String status,
    JsonNode result,
    @Nullable String traceback,
    @Nullable List<ResultTuple> children,
    @Nullable Instant dateDone,
    Details details) {

  public TaskMeta {
    children = children == null ? null : List.copyOf(children);
  }

  /// What stands beside the result.
  ///
  /// @param extended null without Celery's `result_extended`
  public record Details(
      @Nullable String parentId, @Nullable String groupId, @Nullable Extended extended) {

    public static final Details NONE = new Details(null, null, null);

    /// Of a task's message; the extended fields are left out.
    public static Details of(TaskMessage task) {
      return new Details(task.lineage().parentId(), task.lineage().group(), null);
    }
  }

  /// What Celery keeps with `result_extended`.
  public record Extended(
      @Nullable String name,
      JsonNode args,
      JsonNode kwargs,
      @Nullable String worker,
      int retries,
      @Nullable String queue,
      Map<String, JsonNode> stamps) {

    /// Of a task's message.
    public static Extended of(TaskMessage task, String worker) {
      return new Extended(
          task.task(),
          KombuJson.array(task.call().args()),
          KombuJson.object(task.call().kwargs()),
          worker,
          task.timing().retries(),
          task.extras().delivery().routingKey(),
          task.extras().stamps());
    }
  }

  /// A task that has ended well.
  public static TaskMeta success(
      String id, JsonNode result, List<ResultTuple> children, Instant at, Details details) {
    return new TaskMeta(id, States.SUCCESS, result, null, children, at, details);
  }

  /// A task that has failed for good.
  public static TaskMeta failure(
      String id, CeleryError error, @Nullable String traceback, Instant at, Details details) {
    return new TaskMeta(id, States.FAILURE, error.write(), traceback, List.of(), at, details);
  }

  /// A task that was revoked.
  ///
  /// @param why `revoked`, `terminated` or `expired`
  public static TaskMeta revoked(String id, String why, Instant at, Details details) {
    var error = CeleryError.revoked(why).write();
    return new TaskMeta(id, States.REVOKED, error, null, List.of(), at, details);
  }

  /// A task that will be tried again: its child is itself.
  public static TaskMeta retry(
      String id, CeleryError error, @Nullable String traceback, Details details) {
    var children = List.of(ResultTuple.task(id));
    return new TaskMeta(id, States.RETRY, error.write(), traceback, children, null, details);
  }

  /// A task that runs.
  public static TaskMeta started(String id, long pid, String worker, Details details) {
    var who = KombuJson.object().put("pid", pid).put("hostname", worker);
    return new TaskMeta(id, States.STARTED, who, null, List.of(), null, details);
  }

  /// Progress, or any state that the task has made up.
  public static TaskMeta custom(String id, String status, JsonNode meta, Details details) {
    return new TaskMeta(id, status, meta, null, List.of(), null, details);
  }

  /// Reads what a backend keeps.
  ///
  /// @return null if it is not the result of a task
  public static @Nullable TaskMeta read(byte[] json) {
    var node = KombuJson.read(json);
    return node == null ? null : MetaJson.read(node);
  }

  public byte[] write() {
    return KombuJson.bytes(json());
  }

  ObjectNode json() {
    return MetaJson.write(this);
  }

  /// Whether nothing more will come.
  public boolean isReady() {
    return States.isReady(status);
  }

  public boolean isSuccess() {
    return status.equals(States.SUCCESS);
  }

  /// The exception; null if the state has none.
  public @Nullable CeleryError error() {
    return States.isException(status) ? CeleryError.read(result) : null;
  }

  /// The key that Redis keeps it under, which is also the channel that tells of it.
  public static String key(String taskId) {
    return "celery-task-meta-" + taskId;
  }
}
