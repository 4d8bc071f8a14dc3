// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Opens connections for the pool. While the server is away it goes on trying, several times a
/// second: the pool would wait twice as long after each failure, up to five seconds, and a server
/// that is back would stand idle for as long. Callers wait at the pool, for as long as they may.
final class PostgresSource implements DataSource {

  private static final long AGAIN_MILLIS = 200;

  private final PostgresUrl url;
  private final CountDownLatch closing = new CountDownLatch(1);

  PostgresSource(PostgresUrl url) {
    this.url = url;
  }

  @Override
  public Connection getConnection() throws SQLException {
    while (true) {
      try {
        return DriverManager.getConnection(url.jdbc(), url.properties());
      } catch (SQLException e) {
        if (!PostgresFailures.isAway(e) || isClosed()) {
          throw e;
        }
      }
    }
  }

  private boolean isClosed() {
    try {
      return closing.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  void close() {
    closing.countDown();
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  /// The pool waits so many seconds for a connection that is just being opened when it closes.
  @Override
  public int getLoginTimeout() {
    return 1;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("wraps no " + type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
