// SPDX-License-Identifier: Apache-2.0
package dev.lovage.testkit;

import static dev.lovage.TaskState.CANCELLED;
import static dev.lovage.TaskState.QUEUED;
import static dev.lovage.TaskState.SUCCEEDED;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.Start;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.TaskLookup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/// Accepts a list of tasks, all or none.
record Enqueue(MemoryStore store, Changes changes) {

  List<Enqueued> all(List<NewTask> tasks) {
    check(tasks);
    var answer = new ArrayList<Enqueued>(tasks.size());
    for (var task : tasks) {
      answer.add(isKnown(task.id()) ? known(task.id()) : accept(task));
    }
    return List.copyOf(answer);
  }

  /// What comes with a result, which must not fail for it: a predecessor that is not known counts
  /// as one that did not succeed.
  void allAfterSuccess(List<NewTask> tasks) {
    for (var task : tasks) {
      if (!isKnown(task.id())) {
        accept(task);
      }
    }
  }

  private void check(List<NewTask> tasks) {
    var earlier = new HashSet<TaskId>();
    for (var task : tasks) {
      if (!isKnown(task.id()) && !earlier.contains(task.id())) {
        for (var predecessor : task.after()) {
          if (!earlier.contains(predecessor)) {
            checkPredecessor(task, predecessor);
          }
        }
        earlier.add(task.id());
      }
    }
  }

  private void checkPredecessor(NewTask task, TaskId predecessor) {
    var row = store.standsFor(predecessor);
    switch (store.lookup(row == null ? predecessor : row.id(), changes.now)) {
      case TaskLookup.Found found -> {}
      case TaskLookup.Forgotten(var since) ->
          throw new LovageException(
              ErrorCode.FORGOTTEN,
              "after: task %s can't wait for %s, whose time to live was over at %s"
                  .formatted(task.id(), predecessor, since));
      case TaskLookup.Unknown() ->
          throw new LovageException(
              ErrorCode.UNKNOWN_TASK,
              "after: task %s can't wait for %s, which is not known; submit that one first"
                  .formatted(task.id(), predecessor));
    }
  }

  private boolean isKnown(TaskId id) {
    return !(store.lookup(id, changes.now) instanceof TaskLookup.Unknown)
        || store.standsFor(id) != null;
  }

  private Enqueued known(TaskId id) {
    var row = store.standsFor(id);
    return row != null
        ? new Enqueued(row.id(), row.version, false)
        : new Enqueued(id, Objects.requireNonNull(store.tombstones.get(id)).version(), false);
  }

  private Enqueued accept(NewTask task) {
    var attached = new Uniqueness(store, changes).apply(task);
    if (attached.isPresent()) {
      return attached.get();
    }
    var predecessors =
        task.after().stream()
            .map(store::standsFor)
            .filter(row -> row != null && !row.isForgotten(changes.now))
            .map(Objects::requireNonNull)
            .distinct()
            .filter(row -> row.state() != SUCCEEDED)
            .toList();
    boolean unknown =
        task.after().stream()
            .map(store::standsFor)
            .anyMatch(row -> row == null || row.isForgotten(changes.now));
    var dueAt = dueAt(task.settings().start());
    boolean doomed = unknown || predecessors.stream().anyMatch(row -> row.state().isFinal());
    var state = doomed ? CANCELLED : Transitions.first(!predecessors.isEmpty(), dueAt, changes.now);
    var place = new Row.Place(store.nextVersion(), store.turns.next(task, store.rows.values()));
    var row = new Row(task, place, state, changes.now, dueAt);
    var limits = row.limits();
    if (limits != null && state == TaskState.QUEUED) {
      changes.touched.add(limits);
    }
    // Removed first, in case its namesake was forgotten long ago: the map is in order of version.
    store.rows.remove(task.id());
    store.rows.put(task.id(), row);
    arrive(row, predecessors, state);
    return new Enqueued(task.id(), row.version, true);
  }

  private void arrive(Row row, List<Row> predecessors, TaskState state) {
    if (state == CANCELLED) {
      row.error = Transitions.predecessor();
      row.endedAt = changes.now;
      changes.ended.add(row.id());
      return;
    }
    changes.ready |= state == QUEUED;
    for (var predecessor : predecessors) {
      row.waitsFor.add(predecessor.id());
      predecessor.successors.add(row);
    }
  }

  private Instant dueAt(Start start) {
    return switch (start) {
      case Start.Now() -> changes.now;
      case Start.After(var delay) -> ManualTime.micros(changes.now.plus(delay));
      case Start.At(var instant) ->
          instant.isAfter(changes.now) ? ManualTime.micros(instant) : changes.now;
    };
  }
}
