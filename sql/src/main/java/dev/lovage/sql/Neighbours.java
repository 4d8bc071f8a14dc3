// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices what other processes have committed to the file: SQLite's `data_version` changes on a
/// connection when any other connection has written, and reading it costs microseconds. As it is
/// asked on the connection that writes, this process's own commits do not count.
final class Neighbours {

  private static final Logger log = LoggerFactory.getLogger(Neighbours.class);
  private static final long MIN_NANOS = 2_000_000;
  private static final long LIVELY_MILLIS = 5;
  private static final long QUIET_MILLIS = 25;
  private static final long QUIET_AFTER_NANOS = 2_000_000_000;

  private final Session session;
  private final Listeners listeners;
  private long dataVersion;
  private long lastChange;
  private long lookedAt = System.nanoTime();
  private long changedAt = lookedAt;

  Neighbours(Session session, Listeners listeners) throws SQLException {
    this.session = session;
    this.listeners = listeners;
    this.dataVersion = session.query("data_version").number();
    this.lastChange = session.query("value_last_change").number();
  }

  /// When to look next: seldom once nothing has come for a while, since each look of a process that
  /// has nothing to do is what an idle process costs.
  long pollMillis() {
    return lookedAt - changedAt < QUIET_AFTER_NANOS ? LIVELY_MILLIS : QUIET_MILLIS;
  }

  /// Looks, unless it has just done so.
  void look() {
    long now = System.nanoTime();
    if (now - lookedAt < MIN_NANOS) {
      return;
    }
    lookedAt = now;
    try {
      long version = session.query("data_version").number();
      if (version != dataVersion) {
        dataVersion = version;
        changedAt = now;
        tell();
      }
    } catch (SQLException e) {
      log.debug("could not look for other processes' commits", e);
    }
  }

  private void tell() throws SQLException {
    session
        .query("value_changes", lastChange)
        .list(row -> {
          lastChange = row.getLong(6);
          return Publishing.version(row);
        })
        .forEach(listeners::published);
    if (session.query("is_cancelling").isTrue()) {
      listeners.cancelling();
    }
    listeners.changed();
  }
}
