// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What every worker does for all from time to time: reclaim what others have dropped, forget what
/// is over. On a thread of its own, so that a slow store does not hold up the heartbeats.
final class Upkeep {

  private static final Logger log = LoggerFactory.getLogger(Upkeep.class);
  private static final long INTERVAL_SECONDS = 5;

  private final TaskSource source;
  private final List<AutoCloseable> listeners;
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("lovage-upkeep").factory());

  /// @param listeners closed when the upkeep stops
  Upkeep(TaskSource source, List<AutoCloseable> listeners) {
    this.source = source;
    this.listeners = List.copyOf(listeners);
  }

  void start() {
    var _ =
        thread.scheduleWithFixedDelay(
            this::run, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
  }

  void stop() {
    thread.shutdownNow();
    for (var listener : listeners) {
      try {
        listener.close();
      } catch (Exception e) {
        log.debug("a listener did not close", e);
      }
    }
  }

  private void run() {
    try {
      source.upkeep();
    } catch (RuntimeException | Error e) { // One that is thrown on would end the schedule.
      log.warn("upkeep failed, next try in {} s: {}", INTERVAL_SECONDS, e.getMessage());
    }
  }
}
