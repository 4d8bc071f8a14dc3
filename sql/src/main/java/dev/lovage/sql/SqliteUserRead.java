// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.sql.SqlActions.Numbered;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Reads a user's actions, newest first: run after run of the log, in ever larger groups of runs,
/// so that who is active is found at once and who is not in few statements.
final class SqliteUserRead {

  // As in the index.
  private static final int RUN_BITS = 15;
  private static final int GROWTH = 8;
  private static final int MOST_RUNS = 512;

  private SqliteUserRead() {}

  static List<Numbered> read(Session session, String stream, String user, long before, int limit)
      throws SQLException {
    var found = new ArrayList<Numbered>();
    long end = Math.min(before, session.query("last").number() + 1);
    long first = session.query("first").number() >> RUN_BITS;
    long newest = (end - 1) >> RUN_BITS;
    for (int runs = 1; newest >= first && found.size() < limit && end > 0; ) {
      long oldest = Math.max(first, newest - runs + 1);
      found.addAll(
          session
              .query("read_user", newest, oldest, user, stream, end, limit - found.size())
              .list(SqlActions::numbered));
      newest = oldest - 1;
      runs = Math.min(MOST_RUNS, runs * GROWTH);
    }
    return found;
  }
}
