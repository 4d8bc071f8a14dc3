// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.sql.SQLException;

/// Brings the schema up to date. Each step is a numbered file and runs once, under the write lock,
/// so any number of processes may start together. SQLite keeps the number in its `user_version`.
final class Migrations {

  private static final int NEWEST = 9;

  private Migrations() {}

  static void run(Session session) throws SQLException {
    session.execute("BEGIN IMMEDIATE");
    try {
      long version = session.query("user_version").number();
      if (version > NEWEST) {
        throw new LovageException(
            ErrorCode.BROKEN,
            "store: its schema has version %d and this program knows %d; use a newer Lovage"
                .formatted(version, NEWEST));
      }
      for (long next = version + 1; next <= NEWEST; next++) {
        for (var statement : SqlFile.text("sqlite-%03d.sql".formatted(next)).split(";\n", -1)) {
          if (!statement.isBlank()) {
            session.execute(statement);
          }
        }
        session.execute("PRAGMA user_version = " + next);
      }
      var movedTo = session.query("moved_to").first(row -> row.getString(1));
      if (movedTo.isPresent()) {
        throw new LovageException(
            ErrorCode.BROKEN,
            "store: it has moved to " + movedTo.get() + "; start with that store");
      }
      session.execute("COMMIT");
    } catch (SQLException | RuntimeException e) {
      session.execute("ROLLBACK");
      throw e;
    }
  }
}
