// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.TaskError;
import dev.lovage.TaskId;
import dev.lovage.spi.Attendant;
import dev.lovage.spi.BrokerEngine;
import dev.lovage.spi.Heartbeat;
import dev.lovage.spi.MessageProtocol.End;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.Settlement;
import dev.lovage.spi.StoredResult;
import dev.lovage.worker.Departure.Exit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// The deliveries that a worker is done with, until they have left. What a failed step has not done
/// is done the next time, with the steps before it. Safe for use by several threads: each takes out
/// what is there.
final class Departures {

  private final BrokerEngine engine;
  private final Held held;
  private final Function<String, End> ends;
  private final Endings endings;
  private final Leaving leaving;
  private final Attendant attendant;
  private final Duration lease;
  private List<Departure> waiting = new ArrayList<>();
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
    this.endings = new Endings(engine.protocol(), ends);
    this.leaving = new Leaving(engine, ends, submit);
    this.attendant = attendant;
    this.lease = lease;
  }

  synchronized boolean isEmpty() {
    return waiting.isEmpty();
  }

  synchronized int size() {
    return waiting.size();
  }

  synchronized void add(Departure departure) {
    waiting.add(departure);
  }

  /// @param late whether others may have the messages by now
  private record Going(List<Departure> all, boolean late) {}

  private synchronized Going take() {
    var going = new Going(waiting, late);
    waiting = new ArrayList<>();
    late = false;
    return going;
  }

  private synchronized void keep(List<Departure> those) {
    waiting.addAll(0, those);
    late = true;
  }

  /// An attempt has ended.
  void add(Holding holding, Settlement settlement) {
    add(endings.of(holding, settlement));
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
        all = leaving.withoutLost(all, lease);
      }
      lost = leaving.leave(all);
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
