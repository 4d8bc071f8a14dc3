// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import java.sql.SQLException;

/// When time will next move a task. It is looked up before each lease; where old entries that can't
/// be vacuumed make that dear, it is remembered for a while.
final class PostgresOutlook {

  private final PostgresCost cost = new PostgresCost();
  private volatile long next;

  /// In microseconds since 1970, or 0 for never.
  long next(Tx tx) throws SQLException {
    long known = next;
    if (cost.isDue() || (known != 0 && known <= tx.now())) {
      long before = System.nanoTime();
      known = tx.query("next_due").number();
      next = known;
      cost.took(System.nanoTime() - before);
    }
    return known;
  }
}
