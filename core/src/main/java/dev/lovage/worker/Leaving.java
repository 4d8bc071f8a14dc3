// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import static java.util.stream.Collectors.toCollection;

import dev.lovage.LovageException;
import dev.lovage.spi.BrokerEngine;
import dev.lovage.spi.Delivery;
import dev.lovage.spi.Ending;
import dev.lovage.spi.GroupPart;
import dev.lovage.spi.Incoming;
import dev.lovage.spi.MessageProtocol.End;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.Rejection;
import dev.lovage.spi.Release;
import dev.lovage.spi.StoredResult;
import dev.lovage.worker.Departure.Exit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The steps by which deliveries leave a worker: results first, then what follows, then the broker
/// is told. Each step is one call for all, and safe to repeat.
///
/// @param ends when, where, and how long to keep the result, by the task's type
/// @param submit accepts the tasks that handlers have submitted
record Leaving(BrokerEngine engine, Function<String, End> ends, Consumer<List<NewTask>> submit) {

  private static final Logger log = LoggerFactory.getLogger(Leaving.class);

  /// As they may leave when others may have the messages by now: what follows from a message that
  /// others have is theirs to send.
  ///
  /// @param lease how long those are held on to that others don't have
  List<Departure> withoutLost(List<Departure> all, Duration lease) {
    var held =
        all.stream()
            .filter(departure -> !(departure.exit() instanceof Exit.None))
            .map(Departure::delivery)
            .toList();
    var lost = engine.broker().extend(held, lease);
    return all.stream().map(d -> lost.contains(d.delivery().receipt()) ? d.whenLost() : d).toList();
  }

  /// Takes all steps.
  ///
  /// @return the receipts of those that the broker had given to others
  Set<String> leave(List<Departure> all) {
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
}
