// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.LovageException;
import dev.lovage.spi.BrokerEngine;
import dev.lovage.spi.Lease;
import dev.lovage.spi.MessageProtocol.End;
import dev.lovage.spi.WorkerControl;
import dev.lovage.spi.WorkerInfo;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One broker's share in a worker: the source of its queues, and what may be asked about them.
final class BrokerPart {

  private static final Logger log = LoggerFactory.getLogger(BrokerPart.class);
  private static final Duration KEEP = Duration.ofDays(1);

  private final BrokerEngine engine;
  private final Map<String, Optional<AutoCloseable>> queues = new ConcurrentSkipListMap<>();
  private final Held held = new Held();
  private final Attendance attendance = new Attendance();
  private final BrokerSource source;
  private Runnable ready = () -> {};

  private BrokerPart(
      BrokerEngine engine,
      List<String> queues,
      Homes homes,
      Map<String, TaskDefinition<?, ?>> types,
      WorkerInfo worker,
      Duration lease,
      InstantSource clock) {
    this.engine = engine;
    queues.forEach(queue -> this.queues.put(queue, Optional.empty()));
    Function<String, Optional<String>> routes =
        type -> Optional.ofNullable(types.get(type)).map(TaskDefinition::queue);
    Function<String, End> ends =
        type -> {
          var definition = types.get(type);
          var keep = definition == null ? KEEP : definition.settings().limits().resultTtl();
          return new End(clock.instant(), worker.id(), keep, routes);
        };
    var departures = new Departures(engine, held, ends, homes.submit(), attendance, lease);
    this.source =
        new BrokerSource(
            engine,
            new Arrivals(engine, types, held, departures, ends, attendance),
            departures,
            held,
            lease);
  }

  /// Those of the brokers whose queues the worker serves.
  static List<BrokerPart> of(
      Homes homes,
      Map<String, TaskDefinition<?, ?>> types,
      WorkerInfo worker,
      Duration lease,
      InstantSource clock) {
    var parts = new ArrayList<BrokerPart>();
    for (var engine : homes.brokers().values().stream().distinct().toList()) {
      var its =
          worker.queues().keySet().stream()
              .filter(queue -> engine.equals(homes.brokers().get(queue)))
              .toList();
      if (!its.isEmpty()) {
        parts.add(new BrokerPart(engine, its, homes, types, worker, lease, clock));
      }
    }
    return parts;
  }

  BrokerSource source() {
    return source;
  }

  List<String> queues() {
    return List.copyOf(queues.keySet());
  }

  boolean serves(String queue) {
    return queues.containsKey(queue);
  }

  Held held() {
    return held;
  }

  /// Calls `ready` when there may be messages, until the handle is closed.
  AutoCloseable listen(Runnable ready) {
    this.ready = ready;
    queues().forEach(this::serve);
    return () -> queues().forEach(this::leave);
  }

  void serve(String queue) {
    var ear = engine.broker().listen(List.of(queue), ready);
    Optional.ofNullable(queues.put(queue, Optional.of(ear))).ifPresent(this::close);
  }

  /// Takes nothing more of a queue.
  ///
  /// @return whether it was served
  boolean leave(String queue) {
    var ear = queues.remove(queue);
    if (ear != null) {
      close(ear);
    }
    return ear != null;
  }

  private void close(Optional<AutoCloseable> ear) {
    try {
      if (ear.isPresent()) {
        ear.get().close();
      }
    } catch (Exception e) {
      log.debug("{}: a listener did not close", engine.description(), e);
    }
  }

  /// The code for a task that this broker brought, if it did.
  Optional<TaskDefinition<?, ?>> definition(Lease lease) {
    return held.find(lease).map(Holding::definition);
  }

  void attend(WorkerControl control) {
    attendance.comes(engine.attend(control));
  }

  /// An attempt of a task of this broker is about to be started.
  void watch(Attempt attempt) {
    held.find(attempt.lease())
        .ifPresent(holding ->
            attempt.onBegin(() -> {
              if (!holding.begin()) {
                var _ = attempt.stop(Stop.CANCELLED);
              } else if (holding.definition().running().ackEarly()) {
                acknowledge(holding);
              }
              attendance.started(holding.task());
            }));
  }

  private void acknowledge(Holding holding) {
    try {
      if (engine.broker().ack(List.of(holding.task().delivery())).isEmpty()) {
        holding.acknowledge();
      }
    } catch (LovageException e) {
      // Then it is done at its end; what was lost meanwhile, a heartbeat says.
      log.warn("task {}: not acknowledged at its begin: {}", holding.task().id(), e.getMessage());
    }
  }

  void left() {
    attendance.left();
  }
}
