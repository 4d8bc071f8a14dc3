// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.LovageException;
import dev.lovage.TaskError;
import dev.lovage.spi.Attendant;
import dev.lovage.spi.BrokerEngine;
import dev.lovage.spi.BrokerFeature;
import dev.lovage.spi.Delivery;
import dev.lovage.spi.Ending;
import dev.lovage.spi.Incoming;
import dev.lovage.spi.Lease;
import dev.lovage.spi.MessageProtocol.End;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.Reading;
import dev.lovage.spi.Received;
import dev.lovage.worker.Departure.Exit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sorts what came from a broker: into leases for what is to be run now, and into departures for
/// what is too early, too late, done already, or can't be run at all.
final class Arrivals {

  private static final Logger log = LoggerFactory.getLogger(Arrivals.class);
  private static final Duration WHILE_HELD = Duration.ofSeconds(1);

  private final BrokerEngine engine;
  private final Map<String, TaskDefinition<?, ?>> types;
  private final Held held;
  private final Departures departures;
  private final Function<String, End> ends;
  private final Attendant attendant;

  /// @param types by the names under which tasks are sent
  Arrivals(
      BrokerEngine engine,
      Map<String, TaskDefinition<?, ?>> types,
      Held held,
      Departures departures,
      Function<String, End> ends,
      Attendant attendant) {
    this.engine = engine;
    this.types = types;
    this.held = held;
    this.departures = departures;
    this.ends = ends;
    this.attendant = attendant;
  }

  List<Lease> sort(Received received) {
    var deliveries = received.deliveries();
    var tasks = new ArrayList<Incoming>(deliveries.size());
    for (var delivery : deliveries) {
      switch (engine.protocol().read(delivery)) {
        case Reading.Understood(var task) -> tasks.add(task);
        case Reading.Unreadable(var reason, var results) -> {
          log.warn("queue {}: a message was rejected: {}", delivery.queue(), reason);
          departures.add(Departure.of(delivery, null, Ending.of(results), new Exit.Reject(reason)));
        }
      }
    }
    var ends = endsOf(tasks);
    var leases = new ArrayList<Lease>(tasks.size());
    for (var task : tasks) {
      var done = ends.get(task.id());
      if (done != null && task.delivery().redelivered()) {
        log.info("task {} {}: came again and has its result", task.id(), task.type());
        departures.add(Departure.of(task.delivery(), task, done, new Exit.Ack()));
      } else {
        sort(task, received.at(), leases);
      }
    }
    return leases;
  }

  /// What should have followed from those that somebody has run before.
  private Map<String, Ending> endsOf(List<Incoming> tasks) {
    var again =
        tasks.stream()
            .filter(task -> task.delivery().redelivered() && types.containsKey(task.type()))
            .toList();
    if (again.isEmpty()) {
      return Map.of();
    }
    Map<String, String> documents;
    try {
      documents = engine.results().get(again.stream().map(Incoming::id).toList());
    } catch (LovageException e) {
      // Nobody holds them knowingly, so they go back.
      tasks.forEach(task ->
          departures.add(
              Departure.of(
                  task.delivery(), task, Ending.nothing(), new Exit.Release(Duration.ZERO))));
      throw e;
    }
    var ends = new HashMap<String, Ending>();
    for (var task : again) {
      var document = documents.get(task.id());
      if (document != null) {
        engine
            .protocol()
            .again(task, document, this.ends.apply(task.type()))
            .ifPresent(ending -> ends.put(task.id(), ending));
      }
    }
    return ends;
  }

  private void sort(Incoming task, Instant at, List<Lease> leases) {
    var definition = types.get(task.type());
    var due = task.dueAt();
    var expires = task.expiresAt();
    var refusal = attendant.refusal(task);
    if (definition == null) {
      var reason =
          "no task type "
              + task.type()
              + " is declared with a handler here; declare it, or send to another queue";
      log.warn("queue {}: task {}: {}", task.delivery().queue(), task.id(), reason);
      attendant.received(task);
      departures.add(
          Departure.of(
              task.delivery(),
              task,
              engine.protocol().unknown(task, ends.apply(task.type())),
              new Exit.Reject(reason)));
    } else if (refusal.isPresent()) {
      end(task, refusal.get());
    } else if (expires != null && !at.isBefore(expires)) {
      end(task, new Outcome.Cancelled(TaskError.of(TaskError.EXPIRED, "not started in time")));
    } else if (due != null && at.isBefore(due)) {
      putOff(task, Duration.between(at, due));
    } else if (held.holds(Held.idOf(task.id()))) {
      // Sent twice, or lost and received again before a heartbeat said so.
      putOff(task, WHILE_HELD);
    } else if (task.delivery().lost() >= definition.settings().limits().maxLost()) {
      end(
          task,
          new Outcome.Failed(
              TaskError.of(
                  TaskError.LOST, task.delivery().lost() + " workers died or stalled under it")));
    } else {
      var pause = canDelay() ? attendant.pause(task) : Duration.ZERO;
      if (pause.isPositive()) {
        putOff(task, pause);
      } else {
        lease(task, definition, leases);
      }
    }
  }

  private boolean canDelay() {
    return engine.broker().features().contains(BrokerFeature.DELAY);
  }

  private void lease(Incoming task, TaskDefinition<?, ?> definition, List<Lease> leases) {
    String argument;
    try {
      argument = task.argument(definition.argumentType());
    } catch (LovageException e) {
      log.warn("task {} {}: {}", task.id(), task.type(), e.getMessage());
      end(task, new Outcome.Failed(TaskError.of("TypeError", String.valueOf(e.getMessage()))));
      return;
    }
    var lease =
        new Lease(
            Held.idOf(task.id()),
            0,
            held.nextToken(),
            task.attempt(),
            task.delivery().until(),
            new Lease.Work(
                task.type(),
                task.delivery().queue(),
                argument,
                task.timeLimit() != null ? task.timeLimit() : attendant.timeLimit(task),
                task.retry(),
                null));
    if (held.add(task, lease, task.isMany() ? definition.each() : definition)) {
      leases.add(lease);
      attendant.received(task);
    } else { // the same came with another turn meanwhile
      putOff(task, WHILE_HELD);
    }
  }

  private void end(Incoming task, Outcome outcome) {
    attendant.received(task);
    departures.add(
        new Departure(
            task.delivery(),
            task,
            outcome,
            Duration.ZERO,
            engine.protocol().end(task, outcome, ends.apply(task.type())),
            List.of(),
            new Exit.Ack()));
  }

  private void putOff(Incoming task, Duration delay) {
    Delivery delivery = task.delivery();
    if (canDelay()) {
      departures.add(Departure.of(delivery, task, Ending.nothing(), new Exit.Release(delay)));
    } else {
      departures.add(
          Departure.of(
              delivery,
              task,
              Ending.nothing(),
              new Exit.Reject(
                  "queue "
                      + delivery.queue()
                      + ": its broker has no "
                      + BrokerFeature.DELAY.words()
                      + "; send the task when it is due")));
    }
  }
}
