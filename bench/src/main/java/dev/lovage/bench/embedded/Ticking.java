// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import dev.lovage.Lovage;
import dev.lovage.schedule.Schedules;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// Very many schedules that are due in the same second, all at its beginning, again and again.
final class Ticking {

  private static final Duration APART = Duration.ofSeconds(2);
  private static final int WARM = 10;
  private static final long STEP_NANOS = 1_000_000;

  private Ticking() {}

  /// How late their tasks begin, in a process that has been at it for some rounds; cold is the
  /// first.
  static Result measure(Lovage lovage, int count, int rounds) {
    var cold = new Recorder();
    var warm = new Recorder();
    var first = new AtomicReference<>(Instant.MAX);
    var counted = new AtomicReference<>(Instant.MAX);
    var _ =
        lovage.task(
            "tick",
            Instant.class,
            Integer.class,
            tick -> {
              if (!tick.isBefore(counted.get())) {
                warm.late(Duration.between(tick, Instant.now()).toNanos());
                warm.ran();
              } else if (tick.equals(first.get())) {
                cold.late(Duration.between(tick, Instant.now()).toNanos());
              }
              return 1;
            });
    var schedules = Schedules.over(lovage);
    for (int i = 0; i < count; i++) {
      schedules.put("s" + i, "tick", null, s -> s.every(APART));
    }
    var worker = lovage.startWorker();
    try (var _ = schedules.start()) {
      // The next may be too near.
      var ticks = schedules.next("s0", WARM + 2);
      first.set(ticks.get(1));
      counted.set(ticks.getLast());
      LockSupport.parkNanos(
          Duration.between(Instant.now(), ticks.getLast()).toNanos() - STEP_NANOS);
      double before = Cpu.micros();
      int wanted = count * rounds;
      long end = System.nanoTime() + APART.multipliedBy(rounds + 2L).toNanos();
      while (warm.count() < wanted && System.nanoTime() < end) {
        LockSupport.parkNanos(STEP_NANOS);
      }
      double used = Cpu.micros() - before;
      var late = warm.latencies();
      return new Result(
          late.millisAt(0.99),
          cold.latencies().millisAt(0.99),
          late,
          used,
          wanted,
          Math.max(0, wanted - warm.count()),
          0);
    } finally {
      worker.drain(Duration.ofSeconds(1));
    }
  }
}
