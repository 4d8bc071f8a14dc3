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

  private Cancelling() {}

  static CancelResult cancel(Tx tx, TaskId id) throws SQLException {
    return switch (Target.find(tx, id)) {
      case Target.Known known -> cancel(tx, id, known);
      case Target.Forgotten() -> CancelResult.FORGOTTEN;
      case Target.Unknown() -> CancelResult.UNKNOWN;
    };
  }

  private static CancelResult cancel(Tx tx, TaskId id, Target.Known task) throws SQLException {
    if (task.state().isFinal()) {
      return CancelResult.ALREADY_FINAL;
    }
    if (task.state() == TaskState.RUNNING) {
      tx.query("request_cancel", task.seq()).update();
      tx.cancelling();
      return CancelResult.REQUESTED;
    }
    var error = TaskError.of(TaskError.CANCELLED, "cancelled before it ran");
    tx.query("cancel_now", JsonCodec.encode("error", error), tx.now(), task.seq()).update();
    if (task.state() == TaskState.QUEUED) {
      tx.touch(task.queue(), task.limitedKey());
    }
    tx.ended(id);
    Edges.release(tx, List.of(new Edges.Ended(task.seq(), id, false)));
    return CancelResult.CANCELLED;
  }
}
