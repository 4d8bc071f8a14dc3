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

  private static final Duration APART = Duration.ofSeconds(5);
  private static final int WARM = 1;
  private static final long STEP_NANOS = 1_000_000;

  private Ticking() {}

  /// How late their tasks begin.
  static Result measure(Lovage lovage, int count, int rounds) {
    var recorder = new Recorder();
    var first = new AtomicReference<>(Instant.MAX);
    var _ =
        lovage.task(
            "tick",
            Instant.class,
            Integer.class,
            tick -> {
              if (!tick.isBefore(first.get())) {
                recorder.late(Duration.between(tick, Instant.now()).toNanos());
                recorder.ran();
              }
              return 1;
            });
    var schedules = Schedules.over(lovage);
    for (int i = 0; i < count; i++) {
      schedules.put("s" + i, "tick", null, s -> s.every(APART));
    }
    first.set(schedules.next("s0", WARM + 1).getLast());
    var worker = lovage.startWorker();
    try (var _ = schedules.start()) {
      double before = Cpu.micros();
      int wanted = count * rounds;
      long end = System.nanoTime() + APART.multipliedBy(rounds + WARM + 2L).toNanos();
      while (recorder.count() < wanted && System.nanoTime() < end) {
        LockSupport.parkNanos(STEP_NANOS);
      }
      double used = Cpu.micros() - before;
      var late = recorder.latencies();
      return new Result(
          late.millisAt(0.99), null, late, used, wanted, Math.max(0, wanted - recorder.count()), 0);
    } finally {
      worker.drain(Duration.ofSeconds(1));
    }
  }
}
