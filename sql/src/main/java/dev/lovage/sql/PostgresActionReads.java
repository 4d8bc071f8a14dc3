// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.ActionCursor;
import dev.lovage.spi.ActionPage;
import dev.lovage.spi.LoggedAction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// The reads of the log in PostgreSQL.
final class PostgresActionReads {

  private static final int GROWTH = 8;
  private static final int MOST_DAYS = 4_000;

  private final PostgresPool pool;
  private final PostgresActionParts parts;

  private record Placed(PostgresPlace place, LoggedAction action) {}

  PostgresActionReads(PostgresPool pool, PostgresActionParts parts) {
    this.pool = pool;
    this.parts = parts;
  }

  ActionPage read(String stream, PostgresPlace after, int limit) {
    var number = parts.number(stream);
    if (number.isEmpty()) {
      return new ActionPage(List.of(), after.cursor(), false);
    }
    // The horizon is asked for first: what is below it then, the read after it sees.
    var rows =
        pool.read(session -> {
          long horizon = session.query("horizon").number();
          return session
              .query(
                  "read",
                  number.get(),
                  after.firstDay(),
                  after.place(),
                  after.number(),
                  horizon,
                  limit + 1)
              .list(PostgresActionReads::placed);
        });
    return page(rows, limit, after.cursor());
  }

  /// @param today the last day on which anything can have come
  ActionPage readUser(String stream, String user, PostgresPlace before, int today, int limit) {
    var number = parts.number(stream);
    if (number.isEmpty()) {
      return new ActionPage(List.of(), ActionCursor.START, false);
    }
    var rows =
        pool.read(session -> {
          var found = new ArrayList<Placed>();
          int first = (int) session.query("first_day", number.get()).number();
          int newest = Math.min(today, before.day() + 1);
          for (int days = 3; newest >= first && found.size() <= limit; ) {
            int oldest = Math.max(first, newest - days + 1);
            found.addAll(
                session
                    .query(
                        "read_user",
                        number.get(),
                        user,
                        oldest,
                        newest,
                        before.place(),
                        before.number(),
                        limit + 1 - found.size())
                    .list(PostgresActionReads::placed));
            newest = oldest - 1;
            days = Math.min(MOST_DAYS, days * GROWTH);
          }
          return found;
        });
    return page(rows, limit, ActionCursor.START);
  }

  long count(String stream, PostgresPlace after, long most) {
    var number = parts.number(stream);
    return number.isEmpty()
        ? 0
        : pool.read(session -> {
          long horizon = session.query("horizon").number();
          return session
              .query(
                  "count",
                  number.get(),
                  after.firstDay(),
                  after.place(),
                  after.number(),
                  horizon,
                  most)
              .number();
        });
  }

  ActionCursor newest(String stream) {
    var number = parts.number(stream);
    return number.isEmpty()
        ? ActionCursor.START
        : pool.read(session -> {
          long horizon = session.query("horizon").number();
          return session
              .query("newest", number.get(), horizon)
              .first(row -> new PostgresPlace(row.getInt(1), row.getLong(2), row.getInt(3)))
              .map(PostgresPlace::cursor)
              .orElse(ActionCursor.START);
        });
  }

  private static Placed placed(ResultSet row) throws SQLException {
    return new Placed(
        new PostgresPlace(row.getInt(1), row.getLong(2), row.getInt(3)),
        new LoggedAction(
            row.getObject(4, UUID.class),
            row.getString(5),
            row.getString(6),
            Columns.instant(row.getLong(7)),
            row.getString(8)));
  }

  private static ActionPage page(List<Placed> rows, int limit, ActionCursor end) {
    boolean more = rows.size() > limit;
    var shown = more ? rows.subList(0, limit) : rows;
    return new ActionPage(
        shown.stream().map(Placed::action).toList(),
        shown.isEmpty() ? end : shown.getLast().place().cursor(),
        more);
  }
}
