// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import static java.util.Objects.requireNonNull;

import dev.lovage.Lovage;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/// Drains while somebody, a report perhaps, keeps a transaction open: what was deleted since it
/// began must be kept for it.
public final class IdleTransaction {

  /// The variable of the environment with the store's address for a driver.
  public static final String JDBC = "LOVAGE_BENCH_JDBC";

  /// So that many a drain is done in the time.
  private static final int TASKS_PER_SECOND = 20_000;

  private IdleTransaction() {}

  static Result measure(Lovage lovage, int seconds) throws InterruptedException, SQLException {
    var aging = Aging.of(lovage, seconds * TASKS_PER_SECOND);
    double before = aging.begin();
    try (var connection = DriverManager.getConnection(requireNonNull(System.getenv(JDBC), JDBC))) {
      hold(connection);
      aging.goOn(System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
      return aging.end(before);
    }
  }

  private static void hold(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    if (connection
        .getMetaData()
        .supportsTransactionIsolationLevel(Connection.TRANSACTION_REPEATABLE_READ)) {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    }
    try (var statement = connection.createStatement();
        var tables =
            statement.executeQuery(
                connection.getMetaData().getURL().startsWith("jdbc:sqlite:")
                    ? "SELECT count(*) FROM sqlite_schema"
                    : "SELECT count(*) FROM pg_class")) {
      tables.next(); // It is the first look that makes the snapshot.
    }
  }
}
