// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.LogLine;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.QueueStatus;
import dev.lovage.spi.TaskFilter;
import dev.lovage.spi.TaskLookup;
import dev.lovage.spi.TaskPage;
import dev.lovage.spi.TaskQueries;
import dev.lovage.spi.WorkerStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/// The read port.
record SqlTaskQueries(Reads readers, InstantSource clock) implements TaskQueries {

  private record Count(String queue, TaskState state, long tasks) {}

  @Override
  public TaskLookup find(TaskId id) {
    var bytes = Columns.bytes(id);
    return readers.read(session -> {
      var found = session.query("find", bytes).first(row -> Rows.lookup(row, now()));
      if (found.isPresent()) {
        return found.get();
      }
      long since = session.query("tombstone", bytes).number();
      return since == 0
          ? new TaskLookup.Unknown()
          : new TaskLookup.Forgotten(Columns.instant(since));
    });
  }

  @Override
  public Map<TaskId, TaskState> states(Collection<TaskId> ids) {
    var wanted = Set.copyOf(ids);
    var list = JsonCodec.encode("ids", wanted.stream().map(TaskId::toString).toList());
    return readers.read(session -> {
      var states = new HashMap<TaskId, TaskState>();
      for (var found : session.query("states", list, now()).list(SqlTaskQueries::idAndState)) {
        // What an id leads to may be another's task, which waits under the same unique key.
        if (wanted.contains(found.getKey())) {
          states.put(found.getKey(), found.getValue());
        }
      }
      return states;
    });
  }

  private static Map.Entry<TaskId, TaskState> idAndState(ResultSet row) throws SQLException {
    return Map.entry(Columns.id(row, 1), TaskState.valueOf(row.getString(2)));
  }

  @Override
  public TaskPage list(TaskFilter filter) {
    // Failed tasks are few among many, so they have an index of their own.
    var statement = filter.state() == TaskState.FAILED ? "list_failed" : "list";
    var before = Objects.requireNonNullElse(filter.before(), Long.MAX_VALUE);
    var state = filter.state() == null ? null : filter.state().name();
    var tasks =
        readers.read(session ->
            session
                .query(
                    statement,
                    before,
                    state,
                    filter.type(),
                    filter.queue(),
                    now(),
                    filter.limit() + 1)
                .list(Rows::task));
    if (tasks.size() <= filter.limit()) {
      return new TaskPage(tasks, null);
    }
    var page = List.copyOf(tasks.subList(0, filter.limit()));
    return new TaskPage(page, page.getLast().version());
  }

  @Override
  public List<LogLine> log(TaskId id, int after) {
    return readers.read(session ->
        session
            .query("log", Columns.bytes(id), now(), after)
            .list(row ->
                new LogLine(
                    Columns.instant(row.getLong(1)),
                    row.getInt(2),
                    row.getInt(3),
                    row.getString(4))));
  }

  @Override
  public List<QueueStatus> queues() {
    var counts =
        readers.read(session ->
            session
                .query("queues")
                .list(row ->
                    new Count(
                        row.getString(1), TaskState.valueOf(row.getString(2)), row.getLong(3))));
    var queues = new TreeMap<String, Map<TaskState, Long>>();
    for (var count : counts) {
      queues
          .computeIfAbsent(count.queue, q -> new EnumMap<>(TaskState.class))
          .merge(count.state, count.tasks, Long::sum);
    }
    return queues.entrySet().stream()
        .map(entry -> new QueueStatus(entry.getKey(), entry.getValue()))
        .toList();
  }

  @Override
  public List<WorkerStatus> workers() {
    return readers.read(session -> session.query("workers").list(row -> Rows.worker(row, now())));
  }

  private long now() {
    return Columns.micros(clock.instant());
  }
}
