// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No statement that runs for tasks or workers reads through the whole ledger.
class QueryPlanTest {

  // The general list reads backwards from the newest and stops at its limit; a move reads all.
  private static final Set<String> MAY_SCAN = Set.of("list");

  @TempDir private Path folder;

  @Test
  void every_statement_on_tasks_goes_by_an_index_or_the_row_id() throws Exception {
    var sql = SqlFile.load("sqlite.sql");
    var url = new SqliteUrl(folder.resolve("plan.db"), true);
    var scans = new ArrayList<String>();
    try (var session = new Connections(url, sql).writer()) {
      Migrations.run(session);
    }
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + url.file())) {
      for (var statement : sql.statements().entrySet()) {
        boolean mayScan =
            MAY_SCAN.contains(statement.getKey()) || statement.getKey().startsWith("move_");
        if (!mayScan && isQuery(statement.getValue())) {
          for (var step : plan(connection, statement.getValue())) {
            // A scan of a partial index reads only the few rows that the index holds.
            if (step.startsWith("SCAN task") && !step.contains("INDEX")) {
              scans.add(statement.getKey() + ": " + step);
            }
          }
        }
      }
    }
    assertThat(scans).isEmpty();
  }

  private static boolean isQuery(String statement) {
    return Set.of("SELECT", "INSERT", "UPDATE", "DELETE").contains(statement.split("\\s", 2)[0]);
  }

  private static List<String> plan(Connection connection, String statement) throws SQLException {
    try (var query = connection.prepareStatement("EXPLAIN QUERY PLAN " + statement);
        var rows = query.executeQuery()) {
      var steps = new ArrayList<String>();
      while (rows.next()) {
        steps.add(rows.getString("detail"));
      }
      return steps;
    }
  }
}
