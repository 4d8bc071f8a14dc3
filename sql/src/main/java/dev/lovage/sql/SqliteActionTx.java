// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.spi.LoggedAction;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A transaction on the log that is under way. It holds the write lock, so the numbers are its own.
final class SqliteActionTx {

  private static final int MANY = 64;
  private static final int COLUMNS = 8;

  private final Session session;
  private final long now;
  private long last;

  /// @param now microseconds since 1970
  SqliteActionTx(Session session, long now) throws SQLException {
    this.session = session;
    this.now = now;
    this.last = session.query("last").number();
  }

  /// Writes what is not there yet and says how much that was.
  int append(String stream, List<LoggedAction> actions) throws SQLException {
    long number = number(stream);
    int added = 0;
    int from = 0;
    for (; actions.size() - from >= MANY; from += MANY) {
      added += insert("append_64", number, actions.subList(from, from + MANY));
    }
    for (; from < actions.size(); from++) {
      added += insert("append_1", number, actions.subList(from, from + 1));
    }
    return added;
  }

  private int insert(String statement, long stream, List<LoggedAction> actions)
      throws SQLException {
    var values = new @Nullable Object[actions.size() * COLUMNS];
    int at = 0;
    for (var action : actions) {
      last++;
      values[at++] = last;
      values[at++] = stream;
      values[at++] = SqlActions.bytes(action.id());
      values[at++] = action.user();
      values[at++] = action.kind();
      values[at++] = Columns.micros(action.time());
      values[at++] = now;
      values[at++] = action.body();
    }
    return session.query(statement, values).update();
  }

  private long number(String stream) throws SQLException {
    var known = session.query("stream", stream).first(row -> row.getLong(1));
    if (known.isPresent()) {
      return known.get();
    }
    session.query("add_stream", stream).update();
    return session.query("stream", stream).number();
  }

  int prune(String stream, Duration keep, int limit) throws SQLException {
    session.query("keep_last").update();
    long old = now - keep.dividedBy(ChronoUnit.MICROS.getDuration());
    return session.query("prune", stream, old, limit).update();
  }
}
