// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.BrokerEngine;
import dev.lovage.spi.CancelResult;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.TaskLookup.Found;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Tasks at brokers by their ids: those that were sent from here, and those that have a result
/// there. A broker itself can't say whether it has a task.
final class BrokerTasks {

  private final InstantSource clock;
  private final HomeMap homes;
  private final SentTasks sent = new SentTasks();

  BrokerTasks(InstantSource clock, HomeMap homes) {
    this.clock = clock;
    this.homes = homes;
  }

  /// Takes note of what was sent.
  void sent(BrokerEngine home, List<NewTask> tasks, Instant at) {
    tasks.forEach(task -> sent.add(handle(home, task, at, Object.class)));
  }

  private static <R> BrokerHandle<R> handle(
      BrokerEngine home, NewTask task, Instant now, Class<R> result) {
    return new BrokerHandle<>(
        home, task.id().toString(), task.settings().queue(), task, now, result);
  }

  /// A handle on a task that was sent from here, if its queue lives at a broker.
  <R> Optional<BrokerHandle<R>> handle(NewTask task, Class<R> result) {
    return homes
        .of(task.settings().queue())
        .map(home -> handle(home, task, clock.instant(), result));
  }

  /// A task that was sent from here, with its argument.
  Optional<Found> findSent(TaskId id) {
    return sent.find(id).map(BrokerHandle::found);
  }

  /// A task that was sent from here, or has a result.
  Optional<Found> find(TaskId id) {
    return handle(id).map(BrokerHandle::found);
  }

  private Optional<BrokerHandle<Object>> handle(TaskId id) {
    return sent.find(id).or(() -> ended(id));
  }

  private Optional<BrokerHandle<Object>> ended(TaskId id) {
    var name = id.toString();
    for (var home : homes.byBroker().entrySet()) {
      if (home.getKey().results().get(List.of(name)).containsKey(name)) {
        var queue = home.getValue().getFirst();
        return Optional.of(
            new BrokerHandle<>(home.getKey(), name, queue, null, clock.instant(), Object.class));
      }
    }
    return Optional.empty();
  }

  /// Waits for the end of a task that was sent from here; empty if none of this id was.
  Optional<Found> awaitEnd(TaskId id, Duration timeout) throws InterruptedException {
    var handle = sent.find(id);
    return handle.isEmpty() ? Optional.empty() : Optional.of(handle.get().awaitEnd(timeout));
  }

  /// Cancels a task, as far as it is known here.
  Optional<CancelResult> cancel(TaskId id) {
    return handle(id).map(BrokerHandle::cancel);
  }
}
