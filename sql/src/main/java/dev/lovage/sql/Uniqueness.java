// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.TaskError;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.Unique;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.NewTask;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a submit with a unique key does to the tasks that have that key.
final class Uniqueness {

  private record Rival(
      TaskId id, long seq, TaskState state, String queue, @Nullable String limitedKey) {}

  private Uniqueness() {}

  /// Applies the rule.
  ///
  /// @return the task to which the submit was attached; empty if it is to be accepted
  static Optional<Enqueued> apply(Tx tx, NewTask task, Unique unique) throws SQLException {
    tx.dialect().lockKey(tx, task.type() + " " + unique.key());
    return switch (unique.rule()) {
      case ATTACH -> attach(tx, task, unique);
      case THROTTLE -> throttle(tx, task, unique);
      case REPLACE -> replace(tx, task, unique, false);
      case SUPERSEDE -> replace(tx, task, unique, true);
    };
  }

  private static Optional<Enqueued> attach(Tx tx, NewTask task, Unique unique) throws SQLException {
    var found = tx.query("attachable", task.type(), unique.key()).first(Uniqueness::existing);
    if (found.isEmpty() && !unique.keep().isZero()) {
      long since = tx.now() - unique.keep().toNanos() / 1_000;
      found =
          tx.query("kept", task.type(), unique.key(), since, tx.now()).first(Uniqueness::existing);
    }
    return attached(tx, task, found);
  }

  private static Optional<Enqueued> throttle(Tx tx, NewTask task, Unique unique)
      throws SQLException {
    long since = tx.now() - unique.keep().toNanos() / 1_000;
    return attached(
        tx,
        task,
        tx.query("throttled", task.type(), unique.key(), since, tx.now())
            .first(Uniqueness::existing));
  }

  private static Optional<Enqueued> attached(Tx tx, NewTask task, Optional<Enqueued> found)
      throws SQLException {
    if (found.isPresent()) {
      tx.query("add_waiter", Columns.bytes(task.id()), found.get().version()).update();
    }
    return found;
  }

  private static Enqueued existing(ResultSet row) throws SQLException {
    return new Enqueued(Columns.id(row, 1), row.getLong(2), false);
  }

  private static Optional<Enqueued> replace(Tx tx, NewTask task, Unique unique, boolean running)
      throws SQLException {
    var rivals =
        tx.query("replaceable", task.type(), unique.key())
            .list(row ->
                new Rival(
                    Columns.id(row, 1),
                    row.getLong(2),
                    TaskState.valueOf(row.getString(3)),
                    row.getString(4),
                    row.getString(5)));
    for (var rival : rivals) {
      if (rival.state != TaskState.RUNNING) {
        cancel(tx, rival, task.id());
      } else if (running) {
        tx.query("supersede", rival.seq).update();
        tx.cancelling();
      }
    }
    return Optional.empty();
  }

  static TaskError superseded() {
    return TaskError.of(TaskError.REPLACED, "superseded by a newer task of its key");
  }

  private static void cancel(Tx tx, Rival rival, TaskId by) throws SQLException {
    var error = TaskError.of(TaskError.REPLACED, "replaced by task " + by);
    // It may have ended since the look, as a successor of one that was just cancelled.
    if (tx.query("cancel_now", JsonCodec.encode("error", error), tx.now(), rival.seq).update()
        == 1) {
      if (rival.state == TaskState.QUEUED) {
        tx.touch(rival.queue, rival.limitedKey);
      }
      tx.ended(rival.id);
      Edges.release(tx, List.of(new Edges.Ended(rival.seq, rival.id, false)));
    }
  }
}
