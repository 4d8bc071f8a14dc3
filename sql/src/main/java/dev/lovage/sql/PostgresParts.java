// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/// Forgets what is over: the ids are marked as forgotten, and the rows go with the day that they
/// belong to.
final class PostgresParts {

  private static final long TOMBSTONE_MICROS = TimeUnit.DAYS.toMicros(30);
  // A bucket that is full says no more than none; a day, in case a rate has a burst of many hours.
  private static final long BUCKET_MICROS = TimeUnit.DAYS.toMicros(1);
  private static final long WORKER_MICROS = TimeUnit.DAYS.toMicros(1);
  private static final long TURN_MICROS = TimeUnit.HOURS.toMicros(1);
  private static final int DAYS_AHEAD = 3;

  private final Writes writes;
  private final BlobPruning blobs;
  private final InstantSource clock;
  private long turnedAt = Long.MIN_VALUE;

  PostgresParts(Writes writes, BlobPruning blobs, InstantSource clock) {
    this.writes = writes;
    this.blobs = blobs;
    this.clock = clock;
  }

  /// Forgets up to `limit` tasks and what else is over.
  int prune(int limit) {
    int pruned = writes.quickly(tx -> prune(tx, limit));
    blobs.prune();
    if (pruned < limit) {
      turn();
    }
    return pruned;
  }

  private static int prune(Tx tx, int limit) throws SQLException {
    int pruned = (int) tx.query("prune_some", tx.now(), limit).number();
    tx.query("prune_tombstones", tx.now() - TOMBSTONE_MICROS).update();
    tx.query("prune_shares").update();
    tx.query("prune_buckets", tx.now() - BUCKET_MICROS).update();
    tx.query("prune_workers", tx.now() - WORKER_MICROS).update();
    return pruned;
  }

  /// Prepares the days to come and drops those that are over, once an hour.
  synchronized void turn() {
    long now = Columns.micros(clock.instant());
    if (turnedAt != Long.MIN_VALUE && now - turnedAt < TURN_MICROS) {
      return;
    }
    turnedAt = now;
    writes.quickly(tx -> tx.query("prepare_days", now, DAYS_AHEAD).first(row -> true));
    writes.quickly(tx -> tx.query("drop_days", now).first(row -> true));
  }
}
