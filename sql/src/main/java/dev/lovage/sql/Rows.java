// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.Cause;
import dev.lovage.Progress;
import dev.lovage.Task;
import dev.lovage.TaskError;
import dev.lovage.TaskState;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.TaskLookup;
import dev.lovage.spi.WorkerInfo;
import dev.lovage.spi.WorkerStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads rows into the records of the read port; the columns come in the order of the statements.
final class Rows {

  private Rows() {}

  static TaskLookup lookup(ResultSet row, long now) throws SQLException {
    long forgetAt = row.getLong(23);
    return forgetAt != 0 && forgetAt <= now
        ? new TaskLookup.Forgotten(Columns.instant(forgetAt))
        : new TaskLookup.Found(task(row), row.getString(21), row.getString(22));
  }

  static Task task(ResultSet row) throws SQLException {
    var placement =
        new Task.Placement(
            row.getString(5),
            row.getInt(6),
            Columns.instant(row.getLong(7)),
            Columns.instant(row.getLong(8)),
            Columns.instant(row, 9),
            row.getString(10),
            cause(row.getString(20)));
    var run =
        new Task.Run(
            row.getInt(11),
            row.getInt(12),
            row.getString(13),
            Columns.instant(row, 14),
            Columns.instant(row, 15),
            progress(row),
            row.getBoolean(18));
    return new Task(
        Columns.id(row, 1),
        row.getString(2),
        TaskState.valueOf(row.getString(3)),
        row.getLong(4),
        placement,
        run,
        error(row.getString(19)));
  }

  private static @Nullable Progress progress(ResultSet row) throws SQLException {
    double fraction = row.getDouble(16);
    return row.wasNull() ? null : new Progress(fraction, row.getString(17));
  }

  private static @Nullable Cause cause(@Nullable String json) {
    return json == null ? null : JsonCodec.decode("cause", json, Cause.class);
  }

  private static @Nullable TaskError error(@Nullable String json) {
    return json == null ? null : JsonCodec.decode("error", json, TaskError.class);
  }

  static WorkerStatus worker(ResultSet row, long now) throws SQLException {
    var info =
        new WorkerInfo(
            row.getString(1),
            row.getString(2),
            row.getLong(3),
            queues(row.getString(4)),
            types(row.getString(5)),
            row.getBoolean(6));
    return new WorkerStatus(
        info,
        Columns.instant(row.getLong(7)),
        Columns.instant(row.getLong(8)),
        row.getInt(10),
        row.getLong(9) > now);
  }

  private static Map<String, Integer> queues(String json) {
    var queues = new TreeMap<String, Integer>();
    JsonCodec.tree("queues", json)
        .properties()
        .forEach(entry -> queues.put(entry.getKey(), entry.getValue().asInt()));
    return queues;
  }

  private static Set<String> types(String json) {
    return new TreeSet<>(
        Set.of(Objects.requireNonNull(JsonCodec.decode("types", json, String[].class))));
  }
}
