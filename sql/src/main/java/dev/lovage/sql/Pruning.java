// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.TaskId;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/// Forgets what is over.
final class Pruning {

  private static final long TOMBSTONE_MICROS = TimeUnit.DAYS.toMicros(30);
  // A bucket that is full says no more than none; a day, in case a rate has a burst of many hours.
  private static final long BUCKET_MICROS = TimeUnit.DAYS.toMicros(1);
  private static final long WORKER_MICROS = TimeUnit.DAYS.toMicros(1);

  private record Over(long seq, TaskId id, long since, boolean keyed) {}

  private Pruning() {}

  static int prune(Tx tx, int limit) throws SQLException {
    var over =
        tx.query("prune_find", tx.now(), limit)
            .list(row ->
                new Over(row.getLong(1), Columns.id(row, 2), row.getLong(3), row.getBoolean(4)));
    for (var task : over) {
      tx.query("bury", Columns.bytes(task.id), task.since, task.seq).update();
      tx.query("prune_log", task.seq).update();
      if (task.keyed) {
        tx.query("prune_waiters", task.seq).update();
      }
      tx.query("prune_task", task.seq).update();
    }
    tx.query("prune_tombstones", tx.now() - TOMBSTONE_MICROS).update();
    tx.query("prune_shares").update();
    tx.query("prune_buckets", tx.now() - BUCKET_MICROS).update();
    tx.query("prune_workers", tx.now() - WORKER_MICROS).update();
    return over.size();
  }
}
