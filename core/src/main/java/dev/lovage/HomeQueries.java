// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.QueueStatus;
import dev.lovage.spi.TaskFilter;
import dev.lovage.spi.TaskLookup;
import dev.lovage.spi.TaskLookup.Unknown;
import dev.lovage.spi.TaskPage;
import dev.lovage.spi.TaskQueries;
import dev.lovage.spi.WorkerStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What can be read of the store's tasks, and of brokers' as far as it is known: those that were
/// sent from here lately, those that were heard of, those that have a result, how many messages
/// wait, and who works there.
record HomeQueries(TaskQueries store, QueueHomes homes) implements TaskQueries {

  @Override
  public TaskLookup find(TaskId id) {
    var found = store.find(id);
    return found instanceof Unknown
        ? homes
            .tasks()
            .findSent(id)
            .or(() -> new HeardTasks(homes).find(id))
            .or(() -> homes.tasks().find(id))
            .<TaskLookup>map(f -> f)
            .orElse(found)
        : found;
  }

  @Override
  public Map<TaskId, TaskState> states(Collection<TaskId> ids) {
    var states = new HashMap<>(store.states(ids));
    for (var id : ids) {
      if (!states.containsKey(id)) {
        homes.tasks().find(id).ifPresent(found -> states.put(id, found.task().state()));
      }
    }
    return states;
  }

  @Override
  public TaskPage list(TaskFilter filter) {
    return new HeardTasks(homes).list(filter, store);
  }

  @Override
  public List<LogLine> log(TaskId id, int after) {
    return store.log(id, after);
  }

  @Override
  public List<QueueStatus> queues() {
    var queues = new ArrayList<>(store.queues());
    homes
        .waiting()
        .forEach((queue, count) -> {
          if (count > 0) {
            queues.add(new QueueStatus(queue, Map.of(TaskState.QUEUED, count)));
          }
        });
    return queues;
  }

  /// The store's, and those at brokers that the store does not know: Python's, and Lovage's that
  /// work on another store.
  @Override
  public List<WorkerStatus> workers() {
    var workers = new ArrayList<>(store.workers());
    for (var peer : homes.workers()) {
      boolean known =
          workers.stream()
              .anyMatch(own ->
                  own.info().pid() == peer.info().pid()
                      && own.info().types().equals(peer.info().types()));
      if (!known) {
        workers.add(peer);
      }
    }
    return workers;
  }
}
