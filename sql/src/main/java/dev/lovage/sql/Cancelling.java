// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.TaskError;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.spi.CancelResult;
import dev.lovage.spi.JsonCodec;
import java.sql.SQLException;
import java.util.List;

/// Cancels tasks.
final class Cancelling {

  private record Target(long seq, TaskState state, boolean forgotten) {}

  private Cancelling() {}

  static CancelResult cancel(Tx tx, TaskId id) throws SQLException {
    var found =
        tx.query("cancel_find", Columns.bytes(id))
            .first(row -> {
              long forgetAt = row.getLong(3);
              return new Target(
                  row.getLong(1),
                  TaskState.valueOf(row.getString(2)),
                  forgetAt != 0 && forgetAt <= tx.now());
            });
    if (found.isEmpty()) {
      return tx.query("tombstone", Columns.bytes(id)).number() == 0
          ? CancelResult.UNKNOWN
          : CancelResult.FORGOTTEN;
    }
    var task = found.get();
    if (task.forgotten) {
      return CancelResult.FORGOTTEN;
    }
    if (task.state.isFinal()) {
      return CancelResult.ALREADY_FINAL;
    }
    if (task.state == TaskState.RUNNING) {
      tx.query("request_cancel", task.seq).update();
      tx.cancelling();
      return CancelResult.REQUESTED;
    }
    var error = TaskError.of(TaskError.CANCELLED, "cancelled before it ran");
    tx.query("cancel_now", JsonCodec.encode("error", error), tx.now(), task.seq).update();
    tx.ended(id);
    Edges.release(tx, List.of(new Edges.Ended(task.seq, id, false)));
    return CancelResult.CANCELLED;
  }
}
