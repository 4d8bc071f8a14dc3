// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.spi.ValueHistory;
import dev.lovage.spi.ValueVersion;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Publishes served values.
final class Publishing {

  private Publishing() {}

  private static void remember(Tx tx, String name, long version, String json) throws SQLException {
    tx.query("remember", name, version, json, tx.now()).update();
    tx.query("trim_history", name, ValueHistory.KEPT).update();
  }

  /// Publishes the next step of a task that runs, unless something newer is there.
  static void publishInterim(Tx tx, String name, long version, String json) throws SQLException {
    tx.query("publish_interim", name, version, json, tx.now())
        .first(row -> row.getInt(1))
        .ifPresent(step ->
            tx.published(new ValueVersion(name, version, step, json, Columns.instant(tx.now()))));
  }

  static ValueVersion version(ResultSet row) throws SQLException {
    return new ValueVersion(
        row.getString(1),
        row.getLong(2),
        row.getInt(5),
        row.getString(3),
        Columns.instant(row.getLong(4)));
  }

  /// Returns whether the version was newer than what was there.
  static boolean publish(Tx tx, String name, long version, String json) throws SQLException {
    if (tx.query("publish", name, version, json, tx.now()).update() == 0) {
      if (tx.query("holds_back", name, version).isTrue()) {
        remember(tx, name, version, json);
      }
      return false;
    }
    remember(tx, name, version, json);
    tx.published(new ValueVersion(name, version, json, Columns.instant(tx.now())));
    return true;
  }
}
