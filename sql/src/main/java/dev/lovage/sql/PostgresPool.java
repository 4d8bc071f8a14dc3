// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Runs reads and transactions on a few connections.
///
/// A transaction that others have undone, or whose connection broke before its commit was sent, is
/// run again. If it breaks at the commit nothing is known, and the caller is told so.
final class PostgresPool implements Reads, Writes, AutoCloseable {

  private static final int MOST_TRIES = 20;
  private static final long LEAST_WAIT_MILLIS = 250;

  private final PostgresSource source;
  private final HikariDataSource connections;
  private final SqlFile sql;
  private final InstantSource clock;
  private final Dialect dialect = new PostgresDialect();
  private final PostgresFailures failures;
  private volatile Consumer<Tx> committed = tx -> {};

  PostgresPool(PostgresUrl url, SqlFile sql, InstantSource clock) {
    this.sql = sql;
    this.clock = clock;
    this.failures = new PostgresFailures(url);
    var config = new HikariConfig();
    config.setPoolName("lovage-postgres");
    this.source = new PostgresSource(url);
    config.setDataSource(source);
    config.setMaximumPoolSize(url.connections());
    config.setMinimumIdle(1);
    config.setConnectionTimeout(Math.max(url.patience().toMillis(), LEAST_WAIT_MILLIS));
    config.setValidationTimeout(LEAST_WAIT_MILLIS);
    config.setInitializationFailTimeout(-1);
    config.setIdleTimeout(TimeUnit.MINUTES.toMillis(1));
    this.connections = new HikariDataSource(config);
  }

  /// To be told of each transaction that has committed from now on.
  void onCommit(Consumer<Tx> action) {
    committed = action;
  }

  @Override
  public <T> T read(Read<T> read) {
    for (int tries = 1; ; tries++) {
      try (var connection = connect();
          var session = new Session(connection, sql)) {
        return read.run(session);
      } catch (SQLException e) {
        if (tries >= MOST_TRIES || !PostgresFailures.isBroken(e)) {
          throw failures.of(e);
        }
      }
    }
  }

  @Override
  public <T> T durably(Action<T> action) {
    return transact(action, true);
  }

  @Override
  public <T> T quickly(Action<T> action) {
    return transact(action, false);
  }

  private <T> T transact(Action<T> action, boolean durable) {
    for (int tries = 1; ; tries++) {
      boolean committing = false;
      try (var connection = connect();
          var session = new Session(connection, sql)) {
        connection.setAutoCommit(false);
        try {
          if (!durable) {
            session.execute(sql.get("wait_for_no_disk"));
          }
          var tx = new Tx(session, dialect, Columns.micros(clock.instant()));
          T result = action.run(tx);
          tx.finish();
          committing = true;
          connection.commit();
          committed.accept(tx);
          return result;
        } catch (SQLException | RuntimeException | Error e) {
          rollback(connection);
          throw e;
        }
      } catch (SQLException e) {
        boolean again =
            PostgresFailures.isAgain(e) || (!committing && PostgresFailures.isBroken(e));
        if (tries >= MOST_TRIES || !again) {
          throw failures.of(e);
        }
      }
    }
  }

  /// A connection that can't be had is not a transaction that broke: the pool has waited already.
  private Connection connect() {
    if (connections.isClosed()) {
      throw failures.closed();
    }
    try {
      return connections.getConnection();
    } catch (SQLException e) {
      throw failures.of(e);
    }
  }

  private static void rollback(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // It broke: the server undoes it.
    }
  }

  @Override
  public void close() {
    source.close();
    connections.close();
  }
}
