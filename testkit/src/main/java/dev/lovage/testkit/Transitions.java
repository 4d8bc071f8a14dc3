// SPDX-License-Identifier: Apache-2.0
package dev.lovage.testkit;

import static dev.lovage.TaskState.CANCELLED;
import static dev.lovage.TaskState.FAILED;
import static dev.lovage.TaskState.QUEUED;
import static dev.lovage.TaskState.RETRYING;
import static dev.lovage.TaskState.RUNNING;
import static dev.lovage.TaskState.SCHEDULED;
import static dev.lovage.TaskState.SUCCEEDED;
import static dev.lovage.TaskState.WAITING;

import dev.lovage.TaskError;
import dev.lovage.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The moves of tasks from state to state within one transaction.
record Transitions(Changes changes) {

  /// Returns whether the success counts.
  boolean succeed(Row row, String result) {
    if (row.superseded) {
      cancel(row);
      return false;
    }
    row.result = result;
    end(row, SUCCEEDED, null);
    for (var successor : row.successors) {
      successor.waitsFor.remove(row.id());
      if (successor.state() == WAITING && successor.waitsFor.isEmpty()) {
        release(successor);
      }
    }
    return true;
  }

  /// A newer task of the same key takes this one's place.
  void replace(Row row, boolean evenRunning) {
    if (row.state() != RUNNING) {
      if (!row.state().isFinal()) {
        stop(row, CANCELLED, replaced());
      }
    } else if (evenRunning) {
      row.cancelRequested = true;
      row.superseded = true;
      changes.cancelling = true;
    }
  }

  /// Ends a task without a result, and with it those that wait for it.
  void stop(Row row, TaskState end, TaskError error) {
    end(row, end, error);
    cascade(row);
  }

  private void cascade(Row ended) {
    var waiting = new ArrayDeque<>(ended.successors);
    while (!waiting.isEmpty()) {
      var row = waiting.remove();
      if (row.state() == WAITING) {
        end(row, CANCELLED, predecessor());
        waiting.addAll(row.successors);
      }
    }
  }

  void fail(Row row, TaskError error) {
    stop(row, FAILED, error);
  }

  void cancel(Row row) {
    stop(row, CANCELLED, cancelled(row));
  }

  void retry(Row row, Duration wait, TaskError error) {
    if (row.cancelRequested) {
      cancel(row);
      return;
    }
    row.error = error;
    putOff(row, RETRYING, wait);
  }

  /// Later and uncounted, or to its end if somebody cancelled the task meanwhile.
  void snooze(Row row, Duration wait) {
    if (row.cancelRequested) {
      cancel(row);
    } else {
      row.attempt--;
      putOff(row, SCHEDULED, wait);
    }
  }

  private void putOff(Row row, TaskState until, Duration wait) {
    row.move(until, changes);
    row.dueAt = ManualTime.micros(changes.now.plus(wait));
    changes.ready |= !row.dueAt.isAfter(changes.now);
  }

  /// Back to the queue uncounted, or to its end if somebody cancelled the task meanwhile.
  void giveBack(Row row) {
    if (row.cancelRequested) {
      cancel(row);
    } else {
      row.attempt--;
      queue(row);
    }
  }

  /// As if it were new.
  void requeue(Row row) {
    row.startAnew(changes.now);
    queue(row);
  }

  /// What time alone brings about: due tasks are queued, leases run out, tasks expire.
  ///
  /// @return how many leases had run out
  int passTime(Collection<Row> rows) {
    var now = changes.now;
    for (var row : rows) {
      if ((row.state() == SCHEDULED || row.state() == RETRYING) && !row.dueAt.isAfter(now)) {
        queue(row);
      }
    }
    var out =
        rows.stream().filter(row -> row.state() == RUNNING && !row.until.isAfter(now)).toList();
    out.forEach(row -> row.lost++);
    var unwanted = out.stream().filter(row -> row.cancelRequested).toList();
    var poison = out.stream().filter(row -> !row.cancelRequested && row.isLostTooOften()).toList();
    out.stream().filter(row -> !row.cancelRequested && !row.isLostTooOften()).forEach(this::queue);
    // All that end for a reason of their own come first, then those that waited for them, so that
    // the reason of a task does not depend on the order of others.
    var expired = rows.stream().filter(row -> row.isExpired(now)).toList();
    unwanted.forEach(row -> end(row, CANCELLED, cancelled(row)));
    poison.forEach(row -> end(row, FAILED, lost(row)));
    expired.forEach(row -> end(row, CANCELLED, expired(row)));
    Stream.of(unwanted, poison, expired).flatMap(List::stream).forEach(this::cascade);
    return out.size();
  }

  static TaskState first(boolean waits, Instant dueAt, Instant now) {
    return waits ? WAITING : dueAt.isAfter(now) ? SCHEDULED : QUEUED;
  }

  static TaskError predecessor() {
    return TaskError.of(TaskError.PREDECESSOR, "a task that this one waited for did not succeed");
  }

  private static TaskError cancelled(Row row) {
    return row.superseded ? replaced() : TaskError.of(TaskError.CANCELLED, "cancelled");
  }

  private static TaskError replaced() {
    return TaskError.of(TaskError.REPLACED, "a newer task of its key took its place");
  }

  private static TaskError lost(Row row) {
    return TaskError.of(TaskError.LOST, "its lease ran out " + row.lost + " times");
  }

  private static TaskError expired(Row row) {
    return TaskError.of(TaskError.EXPIRED, "not started before " + row.expiresAt);
  }

  private void release(Row row) {
    if (row.dueAt.isAfter(changes.now)) {
      row.move(SCHEDULED, changes);
    } else {
      queue(row);
    }
  }

  private void queue(Row row) {
    row.move(QUEUED, changes);
    changes.ready = true;
  }

  private void end(Row row, TaskState end, @Nullable TaskError error) {
    row.move(end, changes);
    row.error = error;
    row.endedAt = changes.now;
    changes.ended.add(row.id());
  }
}
