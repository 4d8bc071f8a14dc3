// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.sql.Connection;
import java.sql.SQLException;

/// Brings the tables of the actions up to date, which have steps and numbers of their own. They may
/// be in a schema with the tasks' tables or without them.
final class PostgresActionMigrations {

  private static final int NEWEST = 1;

  private PostgresActionMigrations() {}

  static void run(Connection connection, String schema) throws SQLException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("SET LOCAL client_min_messages TO warning");
      statement.execute(
          "SELECT pg_advisory_xact_lock(hashtextextended('%s.action_migration', 0))"
              .formatted(schema));
      int version = version(connection, schema);
      if (version < 0) {
        make(connection, schema);
        version = 0;
      }
      if (version > NEWEST) {
        throw new LovageException(
            ErrorCode.BROKEN,
            "actions: their schema has version %d and this program knows %d; use a newer Lovage"
                .formatted(version, NEWEST));
      }
      for (int next = version + 1; next <= NEWEST; next++) {
        statement.execute(text("postgres-actions-%03d.sql".formatted(next), schema));
        statement.execute("UPDATE " + schema + ".action_migration SET version = " + next);
      }
      statement.execute(text("postgres-actions-open.sql", schema));
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    }
  }

  private static String text(String file, String schema) {
    return PostgresMigrations.inSchema(SqlFile.text(file), schema);
  }

  private static void make(Connection connection, String schema) throws SQLException {
    try (var statement = connection.createStatement()) {
      if (!isThere(connection, "to_regnamespace", schema)) {
        // Asked first: who may not create a schema may still use one that is there.
        statement.execute("CREATE SCHEMA IF NOT EXISTS " + schema);
      }
      statement.execute("CREATE TABLE " + schema + ".action_migration (version integer NOT NULL)");
      statement.execute("INSERT INTO " + schema + ".action_migration VALUES (0)");
    }
  }

  /// The number of the last step, or -1 if there is nothing yet.
  private static int version(Connection connection, String schema) throws SQLException {
    if (!isThere(connection, "to_regclass", schema + ".action_migration")) {
      return -1;
    }
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT version FROM " + schema + ".action_migration")) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }

  private static boolean isThere(Connection connection, String function, String name)
      throws SQLException {
    try (var query = connection.prepareStatement("SELECT " + function + "(?) IS NOT NULL")) {
      query.setString(1, name);
      try (var rows = query.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }
}
