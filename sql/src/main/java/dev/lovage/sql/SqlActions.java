// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.ActionCursor;
import dev.lovage.spi.ActionPage;
import dev.lovage.spi.LoggedAction;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/// How actions and cursors stand in columns.
final class SqlActions {

  /// An action with its number in the log.
  record Numbered(long number, LoggedAction action) {}

  private SqlActions() {}

  /// Of the columns seq, id, user, kind, time, body.
  static Numbered numbered(ResultSet row) throws SQLException {
    var id = ByteBuffer.wrap(row.getBytes(2));
    return new Numbered(
        row.getLong(1),
        new LoggedAction(
            new UUID(id.getLong(), id.getLong()),
            row.getString(3),
            row.getString(4),
            Columns.instant(row.getLong(5)),
            row.getString(6)));
  }

  static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  /// A page of rows of which one more than the limit was asked for.
  ///
  /// @param end where the next page begins if there are no rows
  static ActionPage page(List<Numbered> rows, int limit, ActionCursor end) {
    boolean more = rows.size() > limit;
    var shown = more ? rows.subList(0, limit) : rows;
    return new ActionPage(
        shown.stream().map(Numbered::action).toList(),
        shown.isEmpty() ? end : cursor(shown.getLast().number()),
        more);
  }

  static long number(ActionCursor cursor) {
    if (cursor.equals(ActionCursor.START)) {
      return 0;
    }
    if (cursor.equals(ActionCursor.END)) {
      return Long.MAX_VALUE;
    }
    try {
      return Long.parseUnsignedLong(cursor.text());
    } catch (NumberFormatException e) {
      throw cursor.foreign();
    }
  }

  static ActionCursor cursor(long number) {
    return number == 0
        ? ActionCursor.START
        : number == Long.MAX_VALUE ? ActionCursor.END : new ActionCursor(Long.toString(number));
  }
}
