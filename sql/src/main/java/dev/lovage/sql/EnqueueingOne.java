// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.NewTask;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Accepts a task that waits for others or has a unique key.
final class EnqueueingOne {

  /// What a task waits for.
  ///
  /// @param open predecessors that have not ended
  /// @param failed one that ended without success, or null
  private record Predecessors(Set<Long> open, @Nullable TaskId failed) {}

  private record Predecessor(long seq, TaskState state, boolean forgotten) {}

  private EnqueueingOne() {}

  /// @param lenient whether a predecessor that is not known counts as one that did not succeed
  static Enqueued enqueue(Tx tx, NewTask task, boolean lenient) throws SQLException {
    // Before its predecessors are looked at, which may have been forgotten meanwhile.
    var known = Enqueueing.known(tx, task.id());
    if (known != null) {
      return known;
    }
    var predecessors = predecessors(tx, task, lenient);
    var unique = task.unique();
    if (unique != null) {
      var attached = Uniqueness.apply(tx, task, unique);
      if (attached.isPresent()) {
        return attached.get();
      }
      // The rule may have cancelled one of them.
      predecessors = predecessors(tx, task, lenient);
    }
    var settings = task.settings();
    long due = Enqueueing.due(tx, settings.start());
    var state = state(tx, predecessors, due);
    var expiry = Columns.micros(settings.limits().expiry());
    long ttl = settings.limits().resultTtl().toNanos() / 1_000;
    boolean cancelled = state == TaskState.CANCELLED;
    var share = ShareColumns.of(task);
    long turn = Turns.next(tx, task);
    Turns.took(tx, task, turn);
    long seq =
        tx.query(
                "enqueue_one",
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
                predecessors.failed == null ? null : Edges.error(predecessors.failed),
                unique == null ? null : unique.key(),
                share.key(),
                turn,
                share.concurrency(),
                share.interval(),
                share.burst(),
                share.limitedNumber(),
                share.held(state))
            .number();
    if (share.limited() && state == TaskState.QUEUED) {
      tx.touch(settings.queue(), share.key());
    }
    if (state == TaskState.WAITING) {
      for (long awaited : predecessors.open) {
        tx.query("add_edge", awaited, seq).update();
      }
    }
    if (unique != null && unique.isShared()) {
      tx.query("add_waiter", Columns.bytes(task.id()), seq).update();
    }
    if (cancelled) {
      tx.ended(task.id());
    } else {
      tx.ready();
    }
    return new Enqueued(task.id(), seq, true);
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

  private static Predecessors predecessors(Tx tx, NewTask task, boolean lenient)
      throws SQLException {
    var open = new LinkedHashSet<Long>();
    TaskId failed = null;
    for (var id : task.after()) {
      tx.dialect().lockTask(tx, id);
      var found =
          tx.query("predecessor", Columns.bytes(id), tx.now())
              .first(row ->
                  new Predecessor(
                      row.getLong(1), TaskState.valueOf(row.getString(2)), row.getBoolean(3)));
      if (lenient && (found.isEmpty() || found.get().forgotten)) {
        failed = id;
        continue;
      }
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
