// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import static java.util.stream.Collectors.toCollection;

import dev.lovage.LovageException;
import dev.lovage.TaskError;
import dev.lovage.TaskId;
import dev.lovage.spi.Attendant;
import dev.lovage.spi.BrokerEngine;
import dev.lovage.spi.Delivery;
import dev.lovage.spi.Ending;
import dev.lovage.spi.GroupPart;
import dev.lovage.spi.Heartbeat;
import dev.lovage.spi.Incoming;
import dev.lovage.spi.MessageProtocol.End;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.Rejection;
import dev.lovage.spi.Release;
import dev.lovage.spi.Settlement;
import dev.lovage.spi.StoredResult;
import dev.lovage.worker.Departure.Exit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The deliveries that a worker is done with, on their way out: results first, then what follows,
/// then the broker is told. Each step is one call for all; what a failed step has not done is done
/// the next time, with the steps before it, which are safe to repeat. Safe for use by several
/// threads: each takes out what is there.
final class Departures {

  private static final Logger log = LoggerFactory.getLogger(Departures.class);

  private final BrokerEngine engine;
  private final Held held;
  private final Function<String, End> ends;
  private final Consumer<List<NewTask>> submit;
  private final Attendant attendant;
  private final Duration lease;
  private List<Departure> leaving = new ArrayList<>();
  private boolean late;

  /// @param ends when, where, and how long to keep the result, by the task's type
  /// @param submit accepts the tasks that handlers have submitted
  /// @param lease how long what could not leave yet is held on to
  Departures(
      BrokerEngine engine,
      Held held,
      Function<String, End> ends,
      Consumer<List<NewTask>> submit,
      Attendant attendant,
      Duration lease) {
    this.engine = engine;
    this.held = held;
    this.ends = ends;
    this.submit = submit;
    this.attendant = attendant;
    this.lease = lease;
  }

  synchronized boolean isEmpty() {
    return leaving.isEmpty();
  }

  synchronized int size() {
    return leaving.size();
  }

  synchronized void add(Departure departure) {
    leaving.add(departure);
  }

  /// @param late whether others may have the messages by now
  private record Going(List<Departure> all, boolean late) {}

  private synchronized Going take() {
    var going = new Going(leaving, late);
    leaving = new ArrayList<>();
    late = false;
    return going;
  }

  private synchronized void keep(List<Departure> those) {
    leaving.addAll(0, those);
    late = true;
  }

  /// An attempt has ended.
  void add(Holding holding, Settlement settlement) {
    var task = holding.task();
    var outcome =
        settlement.outcome() instanceof Outcome.Cancelled && holding.isUnbegun()
            ? Outcome.Cancelled.unbegun()
            : settlement.outcome();
    add(
        new Departure(
            task.delivery(),
            task,
            outcome,
            holding.ran(),
            ending(holding, outcome),
            then(outcome),
            holding.isAcknowledged() ? new Exit.None() : exit(outcome)));
  }

  private static List<NewTask> then(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded(var _, var then) -> then;
      case Outcome.Replaced(var _, var then) -> then;
      case Outcome.Retry _,
          Outcome.Failed _,
          Outcome.Cancelled _,
          Outcome.Snoozed _,
          Outcome.Released _ ->
          List.of();
    };
  }

  private static Exit exit(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Released() -> new Exit.Release(Duration.ZERO);
      case Outcome.Snoozed(var delay) -> new Exit.Release(delay);
      case Outcome.Failed(var error) when error.type().equals(TaskError.REJECTED) ->
          new Exit.Reject(error.message());
      case Outcome.Succeeded _,
          Outcome.Retry _,
          Outcome.Failed _,
          Outcome.Cancelled _,
          Outcome.Replaced _ ->
          new Exit.Ack();
    };
  }

  private Ending ending(Holding holding, Outcome outcome) {
    var task = holding.task();
    var end = ends.apply(task.type());
    try {
      if (holding.isAcknowledged()) {
        // What can't be given back is sent anew.
        switch (outcome) {
          case Outcome.Released() -> {
            return sentAnew(task, end.now());
          }
          case Outcome.Snoozed(var delay) -> {
            return sentAnew(task, end.now().plus(delay));
          }
          case Outcome.Succeeded _,
              Outcome.Retry _,
              Outcome.Failed _,
              Outcome.Cancelled _,
              Outcome.Replaced _ -> {}
        }
      }
      return engine.protocol().end(task, outcome, end);
    } catch (RuntimeException e) {
      log.error("task {} {}: its end can't be put into words", task.id(), task.type(), e);
      return engine.protocol().end(task, new Outcome.Failed(TaskError.of(e)), end);
    }
  }

  private Ending sentAnew(Incoming task, Instant due) {
    var message = engine.protocol().repeat(task, due);
    return new Ending(List.of(), List.of(), List.of(), List.of(message));
  }

  /// Does all that is to be done.
  ///
  /// @param away whether the broker was away, so that others may have the messages by now
  /// @return the attempts that counted no more
  List<TaskId> depart(boolean away) {
    var going = take();
    if (going.all().isEmpty()) {
      return List.of();
    }
    var all = going.all();
    Set<String> lost;
    try {
      if (away || going.late()) {
        all = withoutLost(all);
      }
      lost = leave(all);
    } catch (RuntimeException | Error e) {
      keep(all);
      throw e;
    }
    all.forEach(this::told);
    return all.stream()
        .filter(d -> d.outcome() != null && lost.contains(d.delivery().receipt()))
        .flatMap(d -> Optional.ofNullable(d.task()).stream())
        .map(task -> Held.idOf(task.id()))
        .toList();
  }

  /// What follows from a message that others have is theirs to send.
  private List<Departure> withoutLost(List<Departure> all) {
    var held =
        all.stream()
            .filter(departure -> !(departure.exit() instanceof Exit.None))
            .map(Departure::delivery)
            .toList();
    var lost = engine.broker().extend(held, lease);
    return all.stream().map(d -> lost.contains(d.delivery().receipt()) ? d.whenLost() : d).toList();
  }

  /// Does it for these, and returns the receipts of those that the broker had given to others.
  private Set<String> leave(List<Departure> all) {
    put(all.stream().flatMap(d -> d.ending().results().stream()).toList());
    var endings = all.stream().map(Departure::ending).collect(toCollection(ArrayList::new));
    var complete = join(all, endings);
    engine.send(endings);
    if (!complete.isEmpty()) {
      engine.results().forgetGroups(complete);
    }
    all.forEach(this::submitted);
    return exit(all);
  }

  private void put(List<StoredResult> results) {
    if (!results.isEmpty()) {
      engine.results().put(results);
    }
  }

  /// Counts those that are part of a group, and adds what follows from the groups that are
  /// complete.
  ///
  /// @return the groups that are complete
  private Set<String> join(List<Departure> all, List<Ending> endings) {
    var parts = new ArrayList<GroupPart>();
    var owners = new ArrayList<Incoming>();
    for (var departure : all) {
      var task = departure.task();
      if (task != null) {
        departure
            .ending()
            .parts()
            .forEach(part -> {
              parts.add(part);
              owners.add(task);
            });
      }
    }
    if (parts.isEmpty()) {
      return Set.of();
    }
    var complete = new HashSet<String>();
    var joined = engine.results().count(parts);
    for (int i = 0; i < parts.size(); i++) {
      var group = joined.get(i);
      if (group.isPresent() && complete.add(parts.get(i).group())) {
        var task = owners.get(i);
        var end = ends.apply(task.type());
        var ending = engine.protocol().joined(task, parts.get(i), group.get(), end);
        put(ending.results());
        endings.add(ending);
      }
    }
    return complete;
  }

  private void submitted(Departure departure) {
    if (departure.then().isEmpty()) {
      return;
    }
    try {
      submit.accept(departure.then());
    } catch (LovageException e) {
      if (e.isTransient()) {
        throw e;
      }
      log.error("{}: what its handler submitted was refused", departure.task(), e);
    }
  }

  private Set<String> exit(List<Departure> all) {
    var acks = new ArrayList<Delivery>();
    var releases = new ArrayList<Release>();
    var rejections = new ArrayList<Rejection>();
    for (var departure : all) {
      var delivery = departure.delivery();
      switch (departure.exit()) {
        case Exit.Ack() -> acks.add(delivery);
        case Exit.Release(var delay) -> releases.add(new Release(delivery, delay));
        case Exit.Reject(var reason) -> rejections.add(new Rejection(delivery, reason));
        case Exit.None() -> {}
      }
    }
    var lost = new HashSet<String>();
    if (!acks.isEmpty()) {
      lost.addAll(engine.broker().ack(acks));
    }
    if (!releases.isEmpty()) {
      lost.addAll(engine.broker().release(releases));
    }
    if (!rejections.isEmpty()) {
      lost.addAll(engine.broker().reject(rejections));
    }
    return lost;
  }

  private void told(Departure departure) {
    var task = departure.task();
    if (task == null) {
      return;
    }
    if (departure.outcome() != null) {
      attendant.ended(task, departure.outcome(), departure.ran());
    } else if (departure.exit() instanceof Exit.Reject(var reason)) {
      attendant.ended(
          task, new Outcome.Failed(TaskError.of(TaskError.REJECTED, reason)), Duration.ZERO);
    }
  }

  /// Stores what running attempts say of themselves.
  void progress(Collection<Heartbeat.Beat> beats) {
    var results = new ArrayList<StoredResult>();
    // An attempt that is taken out after this has its end stored after this.
    synchronized (held) {
      for (var beat : beats) {
        var progress = beat.report().progress();
        if (progress != null) {
          held.find(beat.lease())
              .flatMap(holding ->
                  engine
                      .protocol()
                      .progress(holding.task(), progress, ends.apply(holding.task().type())))
              .ifPresent(results::add);
        }
      }
      if (!results.isEmpty()) {
        engine.results().put(results);
      }
    }
  }
}
