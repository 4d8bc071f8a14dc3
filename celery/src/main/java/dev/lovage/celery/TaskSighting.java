// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import dev.lovage.Task;
import dev.lovage.TaskError;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.spi.HeardTask;
import dev.lovage.spi.TaskWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One task as it was last seen. Guarded by who holds it.
final class TaskSighting {

  private static final int PRIORITY = 5;

  private final String name;
  private final long version;
  private final Instant firstSeen;
  private boolean told;
  private boolean held;
  private String type = "";
  private String queue = "";
  private String argument = "null";
  private TaskState state = TaskState.QUEUED;
  private int retries;
  private @Nullable Instant due;
  private @Nullable String worker;
  private @Nullable Instant startedAt;
  private @Nullable Instant endedAt;
  private @Nullable TaskError error;

  TaskSighting(String name, long version, Instant firstSeen) {
    this.name = name;
    this.version = version;
    this.firstSeen = firstSeen;
  }

  /// Of a task that is seen first at this time.
  static long version(Instant at) {
    return TaskWatch.FIRST_VERSION + Duration.between(Instant.EPOCH, at).toNanos() / 1_000;
  }

  /// Whether somebody told of it without being asked, or has it.
  boolean isInSight() {
    return told || held;
  }

  /// Workers were asked again, and none has said yet that it has it.
  void letGo() {
    held = false;
  }

  /// A worker says that it has it. Who has told of its end knows better: the answer is older.
  void held(String node, TaskState now, JsonNode request, @Nullable Instant eta) {
    held = true;
    if (state.isFinal()) {
      return;
    }
    state = now;
    worker = node;
    due = eta;
    type = text(request, "name", type);
    queue = text(request.path("delivery_info"), "routing_key", queue);
    argument = KombuJson.text(request.path("args"));
    double start = request.path("time_start").asDouble(0);
    if (start > 0) {
      startedAt = instant(start);
    }
  }

  void heard(CeleryEvent event) {
    told = true;
    var at = instant(event.timestamp());
    switch (event.type()) {
      case "task-sent" -> {
        queue = text(event, "queue", queue);
        describe(event);
      }
      case "task-received" -> {
        worker = event.source().hostname();
        describe(event);
      }
      case "task-started" -> {
        state = TaskState.RUNNING;
        worker = event.source().hostname();
        startedAt = at;
      }
      case "task-succeeded" -> end(TaskState.SUCCEEDED, at, null);
      case "task-failed" -> end(TaskState.FAILED, at, error(event));
      case "task-retried" -> {
        state = TaskState.RETRYING;
        retries++;
        error = error(event);
      }
      case "task-revoked" ->
          end(
              TaskState.CANCELLED,
              at,
              isTrue(event, "expired")
                  ? TaskError.of(TaskError.EXPIRED, "expired")
                  : TaskError.of(TaskError.CANCELLED, "revoked"));
      case "task-rejected" -> {
        if (isTrue(event, "requeue")) {
          state = TaskState.QUEUED;
        } else {
          end(TaskState.FAILED, at, TaskError.of(TaskError.REJECTED, "rejected"));
        }
      }
      default -> {
        // One that says nothing of how the task stands.
      }
    }
  }

  /// Of what was sent or received. Events of several senders may overtake one another.
  private void describe(CeleryEvent event) {
    type = text(event, "name", type);
    argument =
        KombuJson.text(
            KombuJson.text(text(event, "args", "()") + " " + text(event, "kwargs", "{}")));
    var retriesHere = event.fields().get("retries");
    retries = retriesHere == null ? retries : retriesHere.asInt(retries);
    var eta = event.text("eta");
    due = eta == null ? null : WireTime.read(eta);
    if (!state.isFinal() && state != TaskState.RUNNING) {
      state = due == null ? TaskState.QUEUED : TaskState.SCHEDULED;
    }
  }

  private void end(TaskState last, Instant at, @Nullable TaskError its) {
    state = last;
    endedAt = at;
    error = its;
  }

  /// From `ValueError('boom')`.
  private static TaskError error(CeleryEvent event) {
    var text = text(event, "exception", "");
    int open = text.indexOf('(');
    var type = open < 0 ? text : text.substring(0, open);
    var message = open < 0 ? "" : text.substring(open + 1).replaceFirst(",?\\)$", "");
    return new TaskError(
        type, message.replaceFirst("^(['\"])(.*)\\1$", "$2"), text(event, "traceback", ""));
  }

  private static boolean isTrue(CeleryEvent event, String field) {
    var value = event.fields().get(field);
    return value != null && value.asBoolean(false);
  }

  private static String text(CeleryEvent event, String field, String otherwise) {
    return Objects.requireNonNullElse(event.text(field), otherwise);
  }

  private static String text(JsonNode json, String field, String otherwise) {
    return Objects.requireNonNullElse(KombuJson.string(json, field), otherwise);
  }

  private static Instant instant(double seconds) {
    return Instant.EPOCH.plusNanos(((long) (seconds * 1e6)) * 1_000);
  }

  /// @param queues by worker, for a task of which nobody has said where it was sent
  HeardTask task(Map<String, String> queues) {
    var at = queue.isEmpty() && worker != null ? queues.getOrDefault(worker, "") : queue;
    var placement =
        new Task.Placement(at, PRIORITY, firstSeen, due == null ? firstSeen : due, null, null);
    boolean begun = startedAt != null;
    var run =
        new Task.Run(begun ? retries + 1 : retries, 0, worker, startedAt, endedAt, null, false);
    return new HeardTask(
        name, new Task(TaskId.named(name), type, state, version, placement, run, error), argument);
  }
}
