// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// One connection with its prepared statements, each prepared once. Used by one thread at a time.
final class Session implements AutoCloseable {

  private final Connection connection;
  private final SqlFile sql;
  private final Map<String, Query> queries = new HashMap<>();

  Session(Connection connection, SqlFile sql) {
    this.connection = connection;
    this.sql = sql;
  }

  /// The statement of this name, with the given values bound to its parameters in order. Values may
  /// be null, `Long`, `Integer`, `String`, `Double`, `byte[]`, or arrays where the database has
  /// them.
  Query query(String name, @Nullable Object... values) throws SQLException {
    var query = queries.get(name);
    if (query != null && query.hasFailed()) {
      query.close();
      query = null;
    }
    if (query == null) {
      query = new Query(connection.prepareStatement(sql.get(name)), sql.places(name));
      queries.put(name, query);
    }
    return query.bind(values);
  }

  /// Runs what was put into the batch of a statement.
  void executeBatch(String name) throws SQLException {
    var query = queries.get(name);
    if (query != null) {
      query.executeBatch();
    }
  }

  /// Sends rows to a `COPY … FROM STDIN` of PostgreSQL.
  ///
  /// @return how many rows it took
  long copy(String name, byte[] rows) throws SQLException {
    try {
      return connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(sql.get(name), new ByteArrayInputStream(rows));
    } catch (IOException e) {
      throw new SQLException("the rows were not sent", "08006", e);
    }
  }

  /// Runs a statement that returns nothing and is not worth keeping.
  void execute(String text) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  /// Leaves the connection to whom it belongs.
  void closeQueries() throws SQLException {
    for (var query : queries.values()) {
      query.close();
    }
  }

  @Override
  public void close() throws SQLException {
    closeQueries();
    connection.close();
  }
}
