// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.spi.ValueVersion;
import java.sql.SQLException;
import java.util.Optional;

/// Serves older versions of values again.
final class Returning {

  private record Kept(long version, String json) {}

  private Returning() {}

  static Optional<ValueVersion> rollback(Tx tx, String name, long version) throws SQLException {
    tx.dialect().lockKey(tx, "value " + name);
    var json = tx.query("history_version", name, version).first(row -> row.getString(1));
    if (json.isEmpty()) {
      return Optional.empty();
    }
    boolean pinned = tx.query("pinned", name).isTrue();
    tx.query("set_pinned", 0, name).update();
    Publishing.publish(tx, name, issue(tx, name), json.get());
    tx.query("set_pinned", pinned ? 1 : 0, name).update();
    return current(tx, name);
  }

  static Optional<ValueVersion> pin(Tx tx, String name, long version) throws SQLException {
    tx.dialect().lockKey(tx, "value " + name);
    var current = current(tx, name);
    if (current.isEmpty() || current.get().version() != version) {
      current = rollback(tx, name, version);
    }
    if (current.isPresent()) {
      tx.query("set_pinned", 1, name).update();
    }
    return current;
  }

  static Optional<ValueVersion> unpin(Tx tx, String name) throws SQLException {
    tx.dialect().lockKey(tx, "value " + name);
    var current = current(tx, name);
    if (current.isEmpty() || tx.query("set_pinned", 0, name).update() == 0) {
      return current;
    }
    var newest =
        tx.query("newest_in_history", name, current.get().version())
            .first(row -> new Kept(row.getLong(1), row.getString(2)));
    if (newest.isPresent()) {
      Publishing.publish(tx, name, newest.get().version, newest.get().json);
    }
    return current(tx, name);
  }

  private static Optional<ValueVersion> current(Tx tx, String name) throws SQLException {
    return tx.query("value", name).first(Publishing::version);
  }

  /// A version that no task has or will have.
  private static long issue(Tx tx, String name) throws SQLException {
    long least = current(tx, name).map(ValueVersion::version).orElse(0L);
    var issued = tx.query("next_seq", least).first(row -> row.getLong(1));
    return issued.isPresent() ? issued.get() : tx.query("first_seq", least).number();
  }
}
