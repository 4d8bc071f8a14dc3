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
import org.jspecify.annotations.Nullable;

/// The moves of tasks from state to state within one transaction.
record Transitions(Changes changes) {

  void succeed(Row row, String result) {
    row.result = result;
    end(row, SUCCEEDED, null);
    for (var successor : row.successors) {
      successor.waitsFor.remove(row.id());
      if (successor.state() == WAITING && successor.waitsFor.isEmpty()) {
        release(successor);
      }
    }
  }

  /// Ends a task without a result, and with it those that wait for it.
  void stop(Row row, TaskState end, TaskError error) {
    end(row, end, error);
    var cascade = new ArrayDeque<>(row.successors);
    while (!cascade.isEmpty()) {
      var successor = cascade.remove();
      if (successor.state() == WAITING) {
        end(successor, CANCELLED, predecessor());
        cascade.addAll(successor.successors);
      }
    }
  }

  void fail(Row row, TaskError error) {
    stop(row, FAILED, error);
  }

  void cancel(Row row) {
    stop(row, CANCELLED, TaskError.of(TaskError.CANCELLED, "cancelled"));
  }

  void retry(Row row, Duration wait, TaskError error) {
    if (row.cancelRequested) {
      cancel(row);
      return;
    }
    row.move(RETRYING);
    row.error = error;
    row.dueAt = ManualTime.micros(changes.now.plus(wait));
    changes.ready |= !row.dueAt.isAfter(changes.now);
  }

  /// Back to the queue, or to its end if somebody cancelled the task meanwhile.
  void giveBack(Row row) {
    if (row.cancelRequested) {
      cancel(row);
    } else {
      queue(row);
    }
  }

  int reclaim(Collection<Row> rows) {
    int count = 0;
    for (var row : rows) {
      if (row.state() == RUNNING && !row.until.isAfter(changes.now)) {
        row.lost++;
        giveBack(row);
        count++;
      }
    }
    return count;
  }

  /// What time alone brings about: due tasks are queued, leases run out, tasks expire.
  void passTime(Collection<Row> rows) {
    for (var row : rows) {
      var sleeps = row.state() == SCHEDULED || row.state() == RETRYING;
      if (sleeps && !row.dueAt.isAfter(changes.now)) {
        queue(row);
      }
    }
    reclaim(rows);
    // All that have expired themselves first, so that the reason does not depend on the order.
    var expired = rows.stream().filter(row -> row.isExpired(changes.now)).toList();
    expired.forEach(row ->
        end(
            row,
            CANCELLED,
            TaskError.of(TaskError.EXPIRED, "not started before " + row.expiresAt)));
    for (var row : expired) {
      for (var successor : row.successors) {
        if (successor.state() == WAITING) {
          stop(successor, CANCELLED, predecessor());
        }
      }
    }
  }

  static TaskState first(boolean waits, Instant dueAt, Instant now) {
    return waits ? WAITING : dueAt.isAfter(now) ? SCHEDULED : QUEUED;
  }

  static TaskError predecessor() {
    return TaskError.of(TaskError.PREDECESSOR, "a task that this one waited for did not succeed");
  }

  private void release(Row row) {
    if (row.dueAt.isAfter(changes.now)) {
      row.move(SCHEDULED);
    } else {
      queue(row);
    }
  }

  private void queue(Row row) {
    row.move(QUEUED);
    changes.ready = true;
  }

  private void end(Row row, TaskState end, @Nullable TaskError error) {
    row.move(end);
    row.error = error;
    row.endedAt = changes.now;
    changes.ended.add(row.id());
  }
}
