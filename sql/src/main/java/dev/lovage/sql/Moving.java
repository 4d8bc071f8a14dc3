// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.TaskState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Brings all rows of one store into another, table by table; the statements of the two have the
/// same columns in the same order.
final class Moving {

  private static final int BATCH = 500;
  private static final int STATE = 6;

  private final Session source;
  private final Session target;
  private final Map<String, Integer> waiting = new TreeMap<>();

  Moving(Session source, Session target) {
    this.source = source;
    this.target = target;
  }

  void all() throws SQLException {
    source
        .query("move_tasks")
        .each(row -> {
          boolean ended = TaskState.valueOf(row.getString(STATE)).isFinal();
          add(ended ? "move_ended" : "move_task", values(row));
          return add("move_known", row.getBytes(2), row.getLong(1));
        });
    flush();
    for (var table :
        new String[] {
          "move_waiters",
          "move_tombstones",
          "move_edges",
          "move_log",
          "move_values",
          "move_history",
          "move_shares",
          "move_buckets",
          "move_causes",
          "move_happenings",
          "move_marks",
          "move_tickers"
        }) {
      source.query(table).each(row -> add(table, values(row)));
      flush();
    }
    target.query("move_last_seq", source.query("move_last_seq").number()).number();
  }

  private static @Nullable Object[] values(ResultSet row) throws SQLException {
    var values = new @Nullable Object[row.getMetaData().getColumnCount()];
    for (int i = 0; i < values.length; i++) {
      var value = row.getObject(i + 1);
      values[i] = value instanceof Integer number ? Long.valueOf(number) : value;
    }
    return values;
  }

  private boolean add(String statement, @Nullable Object... values) throws SQLException {
    target.query(statement, values).addBatch();
    if (waiting.merge(statement, 1, Integer::sum) >= BATCH) {
      flush(statement);
    }
    return true;
  }

  private void flush() throws SQLException {
    for (var statement : waiting.keySet()) {
      flush(statement);
    }
  }

  private void flush(String statement) throws SQLException {
    target.executeBatch(statement);
    waiting.put(statement, 0);
  }
}
