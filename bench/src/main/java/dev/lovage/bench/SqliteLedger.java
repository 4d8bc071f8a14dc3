// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import dev.lovage.bench.embedded.ChaosApp;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// The ends of tasks in a SQLite file.
record SqliteLedger(Path file) implements ChaosLedger {

  private static final int BUSY_MILLIS = 30_000;

  @Override
  public void install() throws SQLException {
    try (var connection = open();
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE chaos_end (seq INTEGER NOT NULL)");
      statement.execute(
          """
          CREATE TRIGGER chaos_end AFTER UPDATE OF state ON task
          WHEN new.state IN ('SUCCEEDED', 'FAILED', 'CANCELLED')
          BEGIN INSERT INTO chaos_end (seq) VALUES (new.seq); END\
          """);
    }
  }

  @Override
  public long ended() throws SQLException {
    return number("SELECT count(DISTINCT seq) FROM chaos_end");
  }

  @Override
  public long endedTwice() throws SQLException {
    return number(
        "SELECT count(*) FROM (SELECT 1 FROM chaos_end GROUP BY seq HAVING count(*) > 1)");
  }

  @Override
  public long newestPublished() throws SQLException {
    return number(
        "SELECT coalesce(max(seq), 0) FROM task WHERE publishes = '%s' AND state = 'SUCCEEDED'"
            .formatted(ChaosApp.NEWEST));
  }

  @Override
  public boolean isSound() throws SQLException {
    try (var connection = open();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("PRAGMA integrity_check")) {
      return rows.next() && rows.getString(1).equals("ok");
    }
  }

  private long number(String query) throws SQLException {
    try (var connection = open();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private Connection open() throws SQLException {
    var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
    }
    return connection;
  }
}
