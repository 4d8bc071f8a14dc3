// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.TaskId;
import dev.lovage.TaskState;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// What the store knows of a task that somebody wants to act on.
sealed interface Target {

  record Known(long seq, TaskState state, String queue, @Nullable String limitedKey)
      implements Target {}

  record Forgotten() implements Target {}

  record Unknown() implements Target {}

  static Target find(Tx tx, TaskId id) throws SQLException {
    tx.dialect().lockTask(tx, id);
    var found =
        tx.query("target", Columns.bytes(id))
            .<Target>first(row -> {
              long forgetAt = row.getLong(3);
              return forgetAt != 0 && forgetAt <= tx.now()
                  ? new Forgotten()
                  : new Known(
                      row.getLong(1),
                      TaskState.valueOf(row.getString(2)),
                      row.getString(4),
                      row.getString(5));
            });
    if (found.isPresent()) {
      return found.get();
    }
    return tx.query("tombstone", Columns.bytes(id)).number() == 0 ? new Unknown() : new Forgotten();
  }
}
