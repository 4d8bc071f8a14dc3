// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.BrokerEngine;
import dev.lovage.spi.Document;
import dev.lovage.spi.HeardTask;
import dev.lovage.spi.TaskFilter;
import dev.lovage.spi.TaskLookup.Found;
import dev.lovage.spi.TaskPage;
import dev.lovage.spi.TaskQueries;
import dev.lovage.spi.TaskWatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The tasks at brokers that were heard of lately, before those of the store.
record HeardTasks(QueueHomes homes) {

  /// Those that match, newest first, and then the store's.
  TaskPage list(TaskFilter filter, TaskQueries store) {
    var before = filter.before();
    if (homes.map().isEmpty() || (before != null && before < TaskWatch.FIRST_VERSION)) {
      return store.list(filter);
    }
    var heard = heard(filter);
    if (heard.size() == filter.limit()) {
      return new TaskPage(heard, heard.getLast().version());
    }
    var rest = filter.limit() - heard.size();
    var page =
        store.list(new TaskFilter(filter.state(), filter.type(), filter.queue(), null, rest));
    var all = new ArrayList<>(heard);
    all.addAll(page.tasks());
    return new TaskPage(all, page.next());
  }

  private List<Task> heard(TaskFilter filter) {
    var before = filter.before();
    var all = new ArrayList<Task>();
    homes
        .map()
        .byBroker()
        .keySet()
        .forEach(broker ->
            broker
                .watch()
                .ifPresent(watch -> watch.tasks().forEach(heard -> all.add(heard.task()))));
    return all.stream()
        .filter(task -> filter.state() == null || task.state() == filter.state())
        .filter(task -> filter.type() == null || task.type().equals(filter.type()))
        .filter(task -> filter.queue() == null || task.placement().queue().equals(filter.queue()))
        .filter(task -> before == null || task.version() < before)
        .sorted(Comparator.comparingLong(Task::version).reversed())
        .limit(filter.limit())
        .toList();
  }

  /// One that was heard of, with its result if it has one.
  Optional<Found> find(TaskId id) {
    for (var home : homes.map().byBroker().keySet()) {
      var heard = home.watch().flatMap(watch -> watch.find(id));
      if (heard.isPresent()) {
        return Optional.of(found(home, heard.get()));
      }
    }
    return Optional.empty();
  }

  private static Found found(BrokerEngine home, HeardTask heard) {
    var task = heard.task();
    var json = home.results().get(List.of(heard.name())).get(heard.name());
    var document = json == null ? null : home.protocol().read(json);
    return document == null
        ? new Found(task, heard.argument(), null)
        : new Found(ended(task, document), heard.argument(), document.result());
  }

  private static Task ended(Task task, Document document) {
    return new Task(
        task.id(),
        task.type(),
        document.state(),
        task.version(),
        task.placement(),
        task.run(),
        document.error());
  }
}
