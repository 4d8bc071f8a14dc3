// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A prepared statement whose parameters are bound.
final class Query implements AutoCloseable {

  private final PreparedStatement statement;
  private boolean failed;

  /// Reads the row on which the result set stands.
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  Query(PreparedStatement statement) {
    this.statement = statement;
  }

  Query bind(@Nullable Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      switch (values[i]) {
        case null -> statement.setNull(i + 1, java.sql.Types.NULL);
        case Long number -> statement.setLong(i + 1, number);
        case Integer number -> statement.setInt(i + 1, number);
        case String text -> statement.setString(i + 1, text);
        case byte[] bytes -> statement.setBytes(i + 1, bytes);
        case Double number -> statement.setDouble(i + 1, number);
        default -> throw new IllegalArgumentException("can't bind " + values[i]);
      }
    }
    return this;
  }

  /// Runs an insert, update or delete.
  ///
  /// @return how many rows it changed
  int update() throws SQLException {
    return running(statement::executeUpdate);
  }

  <T> List<T> list(Row<T> reader) throws SQLException {
    return running(() -> {
      try (var rows = statement.executeQuery()) {
        var result = new ArrayList<T>();
        while (rows.next()) {
          result.add(reader.read(rows));
        }
        return result;
      }
    });
  }

  <T> Optional<T> first(Row<T> reader) throws SQLException {
    return running(() -> {
      try (var rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
      }
    });
  }

  boolean isTrue() throws SQLException {
    return number() != 0;
  }

  /// The first column of the only row; 0 for null.
  long number() throws SQLException {
    return first(row -> row.getLong(1)).orElse(0L);
  }

  /// Whether it must be prepared anew: the driver closes a statement that met a full disk or a
  /// damaged page.
  boolean hasFailed() {
    return failed;
  }

  private <T> T running(Run<T> run) throws SQLException {
    try {
      return run.run();
    } catch (SQLException e) {
      failed = true;
      throw e;
    }
  }

  @FunctionalInterface
  private interface Run<T> {
    T run() throws SQLException;
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
