// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.spi.ValueVersion;
import java.sql.SQLException;

/// Publishes served values.
final class Publishing {

  private Publishing() {}

  /// Returns whether the version was newer than what was there.
  static boolean publish(Tx tx, String name, long version, String json) throws SQLException {
    if (tx.query("publish", name, version, json, tx.now()).update() == 0) {
      return false;
    }
    tx.published(new ValueVersion(name, version, json, Columns.instant(tx.now())));
    return true;
  }
}
