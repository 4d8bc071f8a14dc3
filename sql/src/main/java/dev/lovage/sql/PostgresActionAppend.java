// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.spi.LoggedAction;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;

/// One append, in a transaction that may be run again. New ids go straight into the table; only if
/// one of them turns out to be there is looked which ones are.
///
/// Ids are known for the day on which they came and the one after it. One of version 7 that was
/// made on this day can't have come on the day before.
final class PostgresActionAppend {

  private static final long DAY_MILLIS = 86_400_000;
  // By so much a client's clock may be ahead.
  private static final long AHEAD_MILLIS = 3_600_000;

  private final int stream;
  private final int day;
  private final List<LoggedAction> actions;
  private boolean looks;

  PostgresActionAppend(int stream, int day, List<LoggedAction> actions) {
    this.stream = stream;
    this.day = day;
    var unique = new LinkedHashMap<UUID, LoggedAction>(2 * actions.size());
    actions.forEach(action -> unique.putIfAbsent(action.id(), action));
    this.actions = List.copyOf(unique.values());
    this.looks = !actions.stream().allMatch(action -> isOf(day, action.id()));
  }

  private static boolean isOf(int day, UUID id) {
    return id.version() == 7
        && id.getMostSignificantBits() >>> 16 >= day * DAY_MILLIS + AHEAD_MILLIS;
  }

  int run(Tx tx) throws SQLException {
    var rows = looks ? unknown(tx) : actions;
    if (rows.isEmpty()) {
      return 0;
    }
    long place = tx.query("place").number();
    try {
      return (int) tx.copy("copy", PostgresCopy.rows(stream, day, place, rows));
    } catch (SQLException e) {
      // If another has brought an id, the transaction is run again and looks for it.
      looks = true;
      throw e;
    }
  }

  private List<LoggedAction> unknown(Tx tx) throws SQLException {
    var ids = actions.stream().map(LoggedAction::id).toArray(UUID[]::new);
    var known =
        new HashSet<>(
            tx.query("known", stream, day - 1, day, ids).list(row -> row.getObject(1, UUID.class)));
    return actions.stream().filter(action -> !known.contains(action.id())).toList();
  }
}
