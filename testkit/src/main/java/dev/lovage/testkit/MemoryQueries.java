// SPDX-License-Identifier: Apache-2.0
package dev.lovage.testkit;

import dev.lovage.LogLine;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.spi.QueueStatus;
import dev.lovage.spi.TaskFilter;
import dev.lovage.spi.TaskLookup;
import dev.lovage.spi.TaskPage;
import dev.lovage.spi.TaskQueries;
import dev.lovage.spi.WorkerStatus;
import dev.lovage.testkit.MemoryStore.WorkerRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The read port over the store in memory.
record MemoryQueries(MemoryStore store) implements TaskQueries {

  @Override
  public TaskLookup find(TaskId id) {
    return store.read(now -> store.lookup(id, now));
  }

  @Override
  public Map<TaskId, TaskState> states(Collection<TaskId> ids) {
    return store.read(now -> {
      var states = new HashMap<TaskId, TaskState>();
      for (var id : ids) {
        if (store.lookup(id, now) instanceof TaskLookup.Found found) {
          states.put(id, found.task().state());
        }
      }
      return states;
    });
  }

  @Override
  public TaskPage list(TaskFilter filter) {
    return store.read(now -> {
      // One more than asked for tells whether there is a next page.
      var rows =
          new ArrayList<>(store.rows.values())
              .reversed().stream()
                  .filter(row -> !row.isForgotten(now))
                  .filter(row -> filter.before() == null || row.version < filter.before())
                  .filter(row -> isOrAny(filter.state(), row.state()))
                  .filter(row -> isOrAny(filter.type(), row.task.type()))
                  .filter(row -> isOrAny(filter.queue(), row.task.settings().queue()))
                  .limit(filter.limit() + 1L)
                  .toList();
      boolean more = rows.size() > filter.limit();
      var page = more ? rows.subList(0, filter.limit()) : rows;
      return new TaskPage(
          page.stream().map(Row::snapshot).toList(), more ? page.getLast().version : null);
    });
  }

  private static <T> boolean isOrAny(@Nullable T wanted, T actual) {
    return wanted == null || wanted.equals(actual);
  }

  @Override
  public List<LogLine> log(TaskId id, int after) {
    return store.read(now -> {
      var row = store.rows.get(id);
      return row == null || row.isForgotten(now)
          ? List.of()
          : row.log.stream().skip(after).toList();
    });
  }

  @Override
  public List<QueueStatus> queues() {
    return store.read(now -> {
      var queues = new TreeMap<String, Map<TaskState, Long>>();
      for (var row : store.rows.values()) {
        if (!row.state().isFinal()) {
          queues
              .computeIfAbsent(row.task.settings().queue(), q -> new EnumMap<>(TaskState.class))
              .merge(row.state(), 1L, Long::sum);
        }
      }
      return queues.entrySet().stream()
          .map(entry -> new QueueStatus(entry.getKey(), entry.getValue()))
          .toList();
    });
  }

  @Override
  public List<WorkerStatus> workers() {
    return store.read(now ->
        store.workers.values().stream()
            .sorted(Comparator.comparing(WorkerRow::startedAt))
            .map(worker -> status(worker, now))
            .toList());
  }

  private WorkerStatus status(WorkerRow worker, Instant now) {
    long running =
        store.rows.values().stream()
            .filter(row -> row.state() == TaskState.RUNNING)
            .filter(row -> worker.info().id().equals(row.worker))
            .count();
    boolean alive = worker.seenAt().plus(worker.lease()).isAfter(now);
    return new WorkerStatus(
        worker.info(), worker.startedAt(), worker.seenAt(), Math.toIntExact(running), alive);
  }
}
