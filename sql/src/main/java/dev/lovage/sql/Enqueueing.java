// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.Start;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.NewTask;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Accepts tasks.
final class Enqueueing {

  /// What a task waits for.
  ///
  /// @param open predecessors that have not ended
  /// @param failed one that ended without success, or null
  private record Predecessors(Set<Long> open, @Nullable TaskId failed) {}

  private record Predecessor(long seq, TaskState state, boolean forgotten) {}

  private Enqueueing() {}

  static List<Enqueued> enqueue(Tx tx, List<NewTask> tasks) throws SQLException {
    var result = new ArrayList<Enqueued>(tasks.size());
    for (var task : tasks) {
      result.add(enqueue(tx, task));
    }
    return result;
  }

  private static Enqueued enqueue(Tx tx, NewTask task) throws SQLException {
    var known = task.after().isEmpty() ? null : known(tx, task.id());
    if (known != null) {
      return known;
    }
    var predecessors = predecessors(tx, task);
    var settings = task.settings();
    long due =
        switch (settings.start()) {
          case Start.Now() -> tx.now();
          case Start.After(var delay) -> tx.now() + delay.toNanos() / 1_000;
          case Start.At(var instant) -> Math.max(tx.now(), Columns.micros(instant));
        };
    var state = state(tx, predecessors, due);
    var expiry = Columns.micros(settings.limits().expiry());
    long ttl = settings.limits().resultTtl().toNanos() / 1_000;
    boolean cancelled = state == TaskState.CANCELLED;
    var seq =
        tx.query(
                "enqueue",
                Columns.bytes(task.id()),
                task.type(),
                settings.queue(),
                settings.priority(),
                state.name(),
                task.argument(),
                tx.now(),
                due,
                expiry == null ? null : Long.valueOf(tx.now() + expiry),
                Columns.micros(settings.limits().timeLimit()),
                ttl,
                settings.retry(),
                settings.publishes(),
                predecessors.open.size(),
                settings.limits().maxLost(),
                cancelled ? Long.valueOf(tx.now()) : null,
                cancelled ? Long.valueOf(tx.now() + ttl) : null,
                predecessors.failed == null ? null : Edges.error(predecessors.failed))
            .first(row -> row.getLong(1));
    if (seq.isEmpty()) {
      var existing = known(tx, task.id());
      if (existing != null) {
        return existing;
      }
      throw new IllegalStateException("task " + task.id() + " is there and is not");
    }
    if (state == TaskState.WAITING) {
      for (long awaited : predecessors.open) {
        tx.query("add_edge", awaited, seq.get()).update();
      }
    }
    if (cancelled) {
      tx.ended(task.id());
    } else {
      tx.ready();
    }
    return new Enqueued(task.id(), seq.get(), true);
  }

  private static @Nullable Enqueued known(Tx tx, TaskId id) throws SQLException {
    return tx.query("seq_of", Columns.bytes(id))
        .first(row -> new Enqueued(id, row.getLong(1), false))
        .orElse(null);
  }

  private static TaskState state(Tx tx, Predecessors predecessors, long due) {
    if (predecessors.failed != null) {
      return TaskState.CANCELLED;
    }
    if (!predecessors.open.isEmpty()) {
      return TaskState.WAITING;
    }
    return due > tx.now() ? TaskState.SCHEDULED : TaskState.QUEUED;
  }

  private static Predecessors predecessors(Tx tx, NewTask task) throws SQLException {
    var open = new LinkedHashSet<Long>();
    TaskId failed = null;
    for (var id : task.after()) {
      var found =
          tx.query("predecessor", Columns.bytes(id), tx.now())
              .first(row ->
                  new Predecessor(
                      row.getLong(1), TaskState.valueOf(row.getString(2)), row.getBoolean(3)));
      if (found.isEmpty()) {
        throw refused(ErrorCode.UNKNOWN_TASK, id, "was never accepted; submit it first");
      }
      if (found.get().forgotten) {
        throw refused(ErrorCode.FORGOTTEN, id, "ended and has been forgotten; leave it out");
      }
      var state = found.get().state;
      if (!state.isFinal()) {
        open.add(found.get().seq);
      } else if (state != TaskState.SUCCEEDED) {
        failed = id;
      }
    }
    return new Predecessors(open, failed);
  }

  private static LovageException refused(ErrorCode code, TaskId id, String what) {
    return new LovageException(code, "after: task " + id + " " + what);
  }
}
