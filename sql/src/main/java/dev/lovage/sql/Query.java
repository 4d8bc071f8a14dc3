// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A prepared statement whose parameters are bound.
final class Query implements AutoCloseable {

  private final PreparedStatement statement;
  private final int[] places;
  private boolean failed;

  /// Reads the row on which the result set stands.
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /// @param places for each `?` of the statement the number of its value, from 0; empty if they
  ///   follow one another
  Query(PreparedStatement statement, int[] places) {
    this.statement = statement;
    this.places = places;
  }

  Query bind(@Nullable Object... values) throws SQLException {
    if (places.length == 0) {
      for (int i = 0; i < values.length; i++) {
        bind(i + 1, values[i]);
      }
    }
    for (int i = 0; i < places.length; i++) {
      bind(i + 1, values[places[i]]);
    }
    return this;
  }

  private void bind(int place, @Nullable Object value) throws SQLException {
    switch (value) {
      case null -> statement.setNull(place, java.sql.Types.NULL);
      case Long number -> statement.setLong(place, number);
      case Integer number -> statement.setInt(place, number);
      case String text -> statement.setString(place, text);
      case byte[] bytes -> statement.setBytes(place, bytes);
      case Double number -> statement.setDouble(place, number);
      case Long[] numbers -> array(place, "bigint", numbers);
      case Integer[] numbers -> array(place, "integer", numbers);
      case String[] texts -> array(place, "text", texts);
      case UUID[] ids -> statement.setObject(place, new UuidArray(ids));
      default -> throw new IllegalArgumentException("can't bind " + value);
    }
  }

  private void array(int place, String type, Object[] values) throws SQLException {
    statement.setArray(place, statement.getConnection().createArrayOf(type, values));
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

  /// Hands over each row as it is read.
  void each(Row<?> reader) throws SQLException {
    var _ =
        running(() -> {
          try (var rows = statement.executeQuery()) {
            while (rows.next()) {
              reader.read(rows);
            }
          }
          return true;
        });
  }

  /// Puts the values that are bound into a batch.
  void addBatch() throws SQLException {
    statement.addBatch();
  }

  void executeBatch() throws SQLException {
    var _ = running(statement::executeBatch);
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
