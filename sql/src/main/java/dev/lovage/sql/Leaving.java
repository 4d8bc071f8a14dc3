// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.TaskId;
import dev.lovage.spi.CancelResult;
import java.sql.SQLException;

/// Cancels tasks that nobody waits for any more.
final class Leaving {

  private Leaving() {}

  static CancelResult leave(Tx tx, TaskId id, TaskId waiter) throws SQLException {
    if (Target.find(tx, id) instanceof Target.Known(var seq, var state, _, _) && !state.isFinal()) {
      tx.query("remove_waiter", Columns.bytes(waiter), seq).update();
      if (tx.query("has_waiters", seq).isTrue()) {
        return CancelResult.KEPT;
      }
    }
    return Cancelling.cancel(tx, id);
  }
}
