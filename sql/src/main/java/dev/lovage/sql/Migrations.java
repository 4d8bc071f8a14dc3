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

  /// The steps of a store.
  static void run(Session session) throws SQLException {
    run(session, "sqlite", NEWEST, () -> refuseMoved(session));
  }

  /// What is asked under the lock after the steps.
  @FunctionalInterface
  interface Check {
    void run() throws SQLException;
  }

  /// @param files how the names of the steps begin
  /// @param newest the number of the last one
  static void run(Session session, String files, int newest, Check check) throws SQLException {
    session.execute("BEGIN IMMEDIATE");
    try {
      long version = session.query("user_version").number();
      if (version > newest) {
        throw new LovageException(
            ErrorCode.BROKEN,
            "store: its schema has version %d and this program knows %d; use a newer Lovage"
                .formatted(version, newest));
      }
      for (long next = version + 1; next <= newest; next++) {
        for (var statement : SqlFile.text("%s-%03d.sql".formatted(files, next)).split(";\n", -1)) {
          if (!statement.isBlank()) {
            session.execute(statement);
          }
        }
        session.execute("PRAGMA user_version = " + next);
      }
      check.run();
      session.execute("COMMIT");
    } catch (SQLException | RuntimeException e) {
      session.execute("ROLLBACK");
      throw e;
    }
  }

  private static void refuseMoved(Session session) throws SQLException {
    var movedTo = session.query("moved_to").first(row -> row.getString(1));
    if (movedTo.isPresent()) {
      throw new LovageException(
          ErrorCode.BROKEN, "store: it has moved to " + movedTo.get() + "; start with that store");
    }
  }
}
