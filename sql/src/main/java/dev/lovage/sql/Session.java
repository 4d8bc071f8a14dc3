// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
