// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import java.time.Instant;
import java.time.InstantSource;

/// The database's time, without a round trip for each look: it is asked now and then, and counted
/// on from there by this machine's steady clock, whatever this machine's wall clock says.
final class PostgresClock implements InstantSource {

  private static final long NEVER = Long.MIN_VALUE;

  // Microseconds since 1970 by the database, less those of System.nanoTime.
  private volatile long offset = NEVER;

  @Override
  public Instant instant() {
    if (offset == NEVER) {
      throw new IllegalStateException("the database was not asked for its time yet");
    }
    return Columns.instant(offset + System.nanoTime() / 1_000);
  }

  /// Asks. The answer is taken for the middle of the round trip.
  void ask(Reads reads) {
    offset =
        reads.read(session -> {
          // The first round trip may be slowed down by preparing; the quickest of three counts.
          long best = Long.MAX_VALUE;
          long found = 0;
          for (int i = 0; i < 3; i++) {
            long before = System.nanoTime();
            long micros = session.query("now").number();
            long after = System.nanoTime();
            if (after - before < best) {
              best = after - before;
              found = micros - (before + (after - before) / 2) / 1_000;
            }
          }
          return found;
        });
  }
}
