// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import dev.lovage.bench.embedded.ChaosApp;
import java.sql.DriverManager;
import java.sql.SQLException;

/// The ends of tasks in a PostgreSQL schema.
record PostgresLedger(String jdbc, String schema) implements ChaosLedger {

  @Override
  public void install() throws SQLException {
    try (var connection = DriverManager.getConnection(jdbc);
        var statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE %1$s.chaos_end (seq bigint NOT NULL);
          CREATE FUNCTION %1$s.chaos_end() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN INSERT INTO %1$s.chaos_end (seq) VALUES (new.seq); RETURN new; END $$;
          CREATE TRIGGER chaos_end AFTER INSERT ON %1$s.ended
          FOR EACH ROW EXECUTE FUNCTION %1$s.chaos_end()\
          """
              .formatted(schema));
    }
  }

  @Override
  public long ended() throws SQLException {
    return number("SELECT count(DISTINCT seq) FROM %s.chaos_end");
  }

  @Override
  public long endedTwice() throws SQLException {
    return number(
        "SELECT count(*) FROM (SELECT 1 FROM %s.chaos_end GROUP BY seq HAVING count(*) > 1) AS t");
  }

  @Override
  public long newestPublished() throws SQLException {
    return number(
        "SELECT coalesce(max(seq), 0) FROM %s.ended WHERE publishes = '"
            + ChaosApp.NEWEST
            + "' AND state = 'SUCCEEDED'");
  }

  /// Whether each id is known once and each task is in one place.
  @Override
  public boolean isSound() throws SQLException {
    return number("SELECT count(*) FROM %1$s.task JOIN %1$s.ended USING (seq)") == 0;
  }

  private long number(String query) throws SQLException {
    try (var connection = DriverManager.getConnection(jdbc);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query.formatted(schema))) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
