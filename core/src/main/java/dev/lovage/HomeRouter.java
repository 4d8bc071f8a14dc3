// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.BrokerEngine;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.InTurn;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.TaskStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Accepts tasks where their queues live.
///
/// @param types what is declared here, by stored name
record HomeRouter(
    InstantSource clock, HomeMap homes, Map<String, TaskType<?, ?>> types, BrokerTasks sent) {

  List<Enqueued> route(List<NewTask> tasks, InTurn turn, TaskStore store) {
    if (homes.isEmpty()) {
      return store.enqueue(tasks, turn);
    }
    turn.awaitAccepted();
    var accepted = new ArrayList<@Nullable Enqueued>(tasks.size());
    tasks.forEach(_ -> accepted.add(null));
    var places = new LinkedHashMap<Optional<BrokerEngine>, List<Integer>>();
    for (int i = 0; i < tasks.size(); i++) {
      var home = homes.of(tasks.get(i).settings().queue());
      places.computeIfAbsent(home, _ -> new ArrayList<>()).add(i);
    }
    places.forEach((home, its) -> {
      var list = its.stream().map(tasks::get).toList();
      var receipts = home.isEmpty() ? store.enqueue(list) : send(home.get(), list);
      for (int i = 0; i < its.size(); i++) {
        accepted.set(its.get(i), receipts.get(i));
      }
    });
    return accepted.stream().flatMap(receipt -> Optional.ofNullable(receipt).stream()).toList();
  }

  private List<Enqueued> send(BrokerEngine home, List<NewTask> tasks) {
    var now = clock.instant();
    tasks.forEach(task -> new HomeRules(task.settings().queue(), home).check(task));
    home.broker()
        .send(
            tasks.stream()
                .map(task -> home.protocol().message(task, argumentOf(task), now))
                .toList());
    sent.sent(home, tasks, now);
    return tasks.stream().map(task -> new Enqueued(task.id(), 0, true)).toList();
  }

  private Class<?> argumentOf(NewTask task) {
    var type = types.get(task.type());
    return type == null ? Object.class : type.argumentType();
  }
}
