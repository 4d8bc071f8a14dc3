// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.spi.BrokerEngine;
import dev.lovage.spi.MessageProtocol.End;
import dev.lovage.spi.WorkerControl;
import dev.lovage.spi.WorkerInfo;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// One broker's share in a worker: the source of its queues, and what may be asked about them.
final class BrokerPart {

  private static final Duration KEEP = Duration.ofDays(1);

  private final BrokerEngine engine;
  private final List<String> queues;
  private final Held held = new Held();
  private final Attendance attendance = new Attendance();
  private final BrokerSource source;

  private BrokerPart(
      BrokerEngine engine,
      List<String> queues,
      Homes homes,
      Map<String, TaskDefinition<?, ?>> types,
      WorkerInfo worker,
      Duration lease,
      InstantSource clock) {
    this.engine = engine;
    this.queues = queues;
    Function<String, Optional<String>> routes =
        type -> Optional.ofNullable(types.get(type)).map(TaskDefinition::queue);
    Function<String, End> ends =
        type -> {
          var definition = types.get(type);
          var keep = definition == null ? KEEP : definition.settings().limits().resultTtl();
          return new End(clock.instant(), worker.id(), keep, routes);
        };
    var departures = new Departures(engine, held, ends, homes.submit(), attendance);
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
    return queues;
  }

  Held held() {
    return held;
  }

  AutoCloseable listen(Runnable ready) {
    return engine.broker().listen(queues, ready);
  }

  void attend(WorkerControl control) {
    attendance.comes(engine.attend(control));
  }

  /// An attempt of a task of this broker is about to be started.
  void watch(Attempt attempt) {
    held.find(attempt.lease())
        .ifPresent(holding ->
            attempt.onBegin(() -> {
              holding.begin();
              attendance.started(holding.task());
            }));
  }

  void left() {
    attendance.left();
  }
}
