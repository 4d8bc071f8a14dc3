// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.lovage.LogLine;
import dev.lovage.Progress;
import dev.lovage.Task;
import dev.lovage.TaskError;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.spi.LoggedAction;
import dev.lovage.spi.QueueStatus;
import dev.lovage.spi.ValueVersion;
import dev.lovage.spi.WorkerInfo;
import dev.lovage.spi.WorkerStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The shapes of the API's JSON. Parts are unwrapped, so that what is nested here is flat there;
/// `openapi.json` describes the same.
final class JsonViews {

  private JsonViews() {}

  /// Where to go from a task.
  record Links(String self, String result, String log, String events) {
    static Links of(TaskId id) {
      var self = "/v1/tasks/" + id;
      return new Links(self, self + "/result", self + "/log", self + "/events");
    }
  }

  /// The answer to a submit.
  ///
  /// @param waiter with which a submit leaves that was attached to a task; null for one of its own
  record Accepted(
      String id,
      String type,
      TaskState state,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String waiter,
      Links links) {}

  /// The answer to a cancellation that was accepted.
  record Cancelling(String id, TaskState state, boolean cancelRequested, Links links) {}

  /// The answer to a requeue of one task.
  record Requeued(String id, TaskState state, Links links) {}

  /// The answer to a requeue by filter.
  record RequeuedAll(int requeued) {}

  /// The answer to a look at a result that is not there yet.
  record Pending(String id, TaskState state, @Nullable Progress progress, Links links) {
    static Pending of(Task task) {
      return new Pending(
          task.id().toString(), task.state(), task.run().progress(), Links.of(task.id()));
    }
  }

  /// Why an attempt failed. The stack is the handler's own, in the process that ran it: whoever may
  /// read the task may read it.
  record ErrorView(String type, String message, String stack) {
    static ErrorView of(TaskError error) {
      return new ErrorView(error.type(), error.message(), error.stack());
    }
  }

  /// What is said of every task.
  record TaskView(
      String id,
      String type,
      TaskState state,
      @JsonUnwrapped Task.Placement placement,
      @JsonUnwrapped Task.Run run,
      @Nullable ErrorView error,
      Links links) {
    static TaskView of(Task task) {
      var error = task.error();
      return new TaskView(
          task.id().toString(),
          task.type(),
          task.state(),
          task.placement(),
          task.run(),
          error == null ? null : ErrorView.of(error),
          Links.of(task.id()));
    }
  }

  /// What is said of one task that was asked for.
  ///
  /// @param argument JSON text
  record TaskDetail(@JsonUnwrapped TaskView task, long version, @JsonRawValue String argument) {}

  /// A page of tasks.
  ///
  /// @param next the cursor of the next page, or null on the last
  record TaskList(List<TaskView> tasks, @Nullable String next) {}

  /// What a task's handler logged.
  record Log(List<LogLine> lines) {}

  /// One version of a value.
  ///
  /// @param size of its JSON, in characters
  record VersionView(long version, Instant publishedAt, int size) {
    static VersionView of(ValueVersion version) {
      return new VersionView(version.version(), version.publishedAt(), version.json().length());
    }
  }

  /// The last results of a value, newest first.
  record HistoryView(String name, boolean pinned, List<VersionView> versions) {}

  record Queues(List<QueueStatus> queues) {}

  /// A worker.
  record WorkerView(
      @JsonUnwrapped WorkerInfo info,
      Instant startedAt,
      Instant seenAt,
      int running,
      boolean alive) {
    static WorkerView of(WorkerStatus status) {
      return new WorkerView(
          status.info(), status.startedAt(), status.seenAt(), status.running(), status.alive());
    }
  }

  record Workers(List<WorkerView> workers) {}

  /// How good the times in `Retry-After` were.
  record EstimatesView(List<Estimates.Quality> types) {}

  /// An action, as it was appended.
  ///
  /// @param body JSON text
  record ActionView(String id, String user, String kind, Instant time, @JsonRawValue String body) {
    static ActionView of(LoggedAction action) {
      return new ActionView(
          action.id().toString(), action.user(), action.kind(), action.time(), action.body());
    }
  }

  /// Some actions; `next` is where the next read goes on.
  record ActionList(List<ActionView> actions, String next, boolean more) {}

  /// The answer to one action.
  record AppendedOne(String id, boolean added) {}

  /// The answer to many actions.
  ///
  /// @param known how many were there already
  /// @param refused the first hundred of them
  record AppendedView(int added, int known, int refusals, List<RefusedLine> refused) {}

  /// An action that was refused, by its place in the body, from 1.
  record RefusedLine(int line, Map<String, Object> problem) {}

  /// How many actions are behind a cursor.
  ///
  /// @param newest a cursor behind all of them
  record CountView(long count, String newest) {}

  /// @param warnings what does not work as it should while the process does
  record Health(String status, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings) {}
}
