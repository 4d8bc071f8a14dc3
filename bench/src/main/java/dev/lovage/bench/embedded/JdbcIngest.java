// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Timestamp;

/// What one would write by hand: batches of prepared inserts into a table with the same columns and
/// indexes, by the same driver with the same durability, without HTTP and JSON.
///
/// @param url of JDBC
record JdbcIngest(String url) implements Ingesting.Appender {

  private static final int ROWS = 2_000;
  private static final String INSERT =
      "INSERT INTO views (id, user_name, kind, at, body) VALUES (?, ?, ?, ?, ?)";

  static Result measure(String url, int warmSeconds, int seconds) throws Exception {
    var peer = new JdbcIngest(url);
    try (var connection = peer.connect();
        var statement = connection.createStatement()) {
      boolean sqlite = peer.isSqlite();
      statement.execute(
          sqlite
              ? "CREATE TABLE views (seq INTEGER PRIMARY KEY, id BLOB NOT NULL, user_name TEXT NOT"
                  + " NULL, kind TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL)"
              : "CREATE TABLE views (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id uuid"
                  + " NOT NULL, user_name text NOT NULL, kind text NOT NULL, at timestamptz NOT"
                  + " NULL, body text NOT NULL)");
      statement.execute("CREATE UNIQUE INDEX views_id ON views (id)");
      statement.execute("CREATE INDEX views_user ON views (user_name, seq)");
    }
    return new Ingesting(peer).run(warmSeconds, seconds);
  }

  private boolean isSqlite() {
    return url.startsWith("jdbc:sqlite:");
  }

  private Connection connect() throws SQLException {
    if (!isSqlite()) {
      return DriverManager.getConnection(
          url + (url.contains("?") ? "&" : "?") + "reWriteBatchedInserts=true");
    }
    var connection = DriverManager.getConnection(url);
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 20000");
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
    }
    return connection;
  }

  @Override
  public Ingesting.Caller caller(int number) throws SQLException {
    var connection = connect();
    connection.setAutoCommit(false);
    var insert = connection.prepareStatement(INSERT);
    var bodies = new ActionBodies((int) System.nanoTime() + number);
    return new Ingesting.Caller() {
      @Override
      public int append() throws SQLException {
        for (var action : bodies.list(ROWS)) {
          if (isSqlite()) {
            var id = java.nio.ByteBuffer.allocate(16);
            id.putLong(action.id().getMostSignificantBits());
            id.putLong(action.id().getLeastSignificantBits());
            insert.setBytes(1, id.array());
            insert.setLong(4, action.time().toEpochMilli() * 1_000);
          } else {
            insert.setObject(1, action.id());
            insert.setTimestamp(4, Timestamp.from(action.time()));
          }
          insert.setString(2, action.user());
          insert.setString(3, action.kind());
          insert.setString(5, action.body());
          insert.addBatch();
        }
        var _ = insert.executeBatch();
        connection.commit();
        return ROWS;
      }

      @Override
      public void close() throws SQLException {
        connection.close();
      }
    };
  }

  @Override
  public long count() throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM views")) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }
}
