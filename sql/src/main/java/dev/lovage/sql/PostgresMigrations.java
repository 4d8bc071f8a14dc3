// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Brings the schema up to date. Each step is a numbered file and runs once, all in one transaction
/// under an advisory lock, so any number of processes may start together.
final class PostgresMigrations {

  private static final List<Integer> STEPS = List.of(1, 2, 3);

  private PostgresMigrations() {}

  /// A text of this engine with the schema's name in it.
  static String inSchema(String text, String schema) {
    return text.replaceAll("\\blovage\\b", schema);
  }

  static SqlFile statements(String schema) {
    return SqlFile.loadNumbered("postgres.sql", text -> inSchema(text, schema));
  }

  static void run(Connection connection, String schema) throws SQLException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("SET LOCAL client_min_messages TO warning");
      statement.execute(
          inSchema(
              "SELECT pg_advisory_xact_lock(hashtextextended('lovage.migration', 0))", schema));
      if (!isThere(connection, schema)) {
        // Asked first: who may not create a schema may still use one that is there.
        statement.execute(inSchema(SqlFile.text("postgres-000.sql"), schema));
      }
      var taken = taken(connection, schema);
      int newest = Collections.max(STEPS);
      for (int version : taken) {
        if (version > newest) {
          throw new LovageException(
              ErrorCode.BROKEN,
              "store: its schema has version %d and this program knows %d; use a newer Lovage"
                  .formatted(version, newest));
        }
      }
      for (int next : STEPS) {
        if (!taken.contains(next)) {
          statement.execute(inSchema(SqlFile.text("postgres-%03d.sql".formatted(next)), schema));
          statement.execute(
              inSchema("INSERT INTO lovage.migration (version) VALUES (" + next + ")", schema));
        }
      }
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    }
  }

  private static boolean isThere(Connection connection, String schema) throws SQLException {
    try (var query = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
      query.setString(1, schema + ".migration");
      try (var rows = query.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  private static Set<Integer> taken(Connection connection, String schema) throws SQLException {
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(inSchema("SELECT version FROM lovage.migration", schema))) {
      var taken = new HashSet<Integer>();
      while (rows.next()) {
        taken.add(rows.getInt(1));
      }
      return taken;
    }
  }
}
