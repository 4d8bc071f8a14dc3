// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import dev.lovage.Lovage;
import dev.lovage.TaskType;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/// Steady state: as much is submitted as is worked off, with a few thousand waiting. Tasks wait for
/// a millisecond, as those do that ask another machine.
final class Mixed {

  private static final int BATCH = 100;
  private static final int DEPTH = 3_000;
  private static final int SAMPLED = 16;
  private static final long WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long MAX_WAIT_NANOS = TimeUnit.MINUTES.toNanos(2);

  private final Lovage lovage;
  private final TaskType<Long, Long> type;
  private final LongAdder ran = new LongAdder();
  private final Latencies latencies = Latencies.none();
  private long submitted;
  private volatile boolean measuring;

  Mixed(Lovage lovage) {
    this.lovage = lovage;
    this.type = lovage.task("work", Long.class, Long.class, this::work, options -> options.io());
  }

  private long work(long submittedAt) {
    long late = System.nanoTime() - submittedAt;
    if (measuring && submittedAt % SAMPLED == 0) {
      synchronized (latencies) {
        latencies.add(late);
      }
    }
    LockSupport.parkNanos(WORK_NANOS);
    ran.increment();
    return submittedAt;
  }

  Result run(int warmSeconds, int seconds) throws InterruptedException {
    var worker = lovage.startWorker();
    double cold = rate(warmSeconds);
    measuring = true;
    double before = Cpu.micros();
    long ranBefore = ran.sum();
    double rate = rate(seconds);
    long tasks = ran.sum() - ranBefore;
    double used = Cpu.micros() - before;
    measuring = false;
    long end = System.nanoTime() + MAX_WAIT_NANOS;
    while (!lovage.queries().queues().isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(WORK_NANOS);
    }
    worker.drain(Duration.ofSeconds(10));
    long unfinished =
        lovage.queries().queues().stream()
            .flatMap(q -> q.counts().values().stream())
            .mapToLong(Long::longValue)
            .sum();
    Latencies measured;
    synchronized (latencies) {
      measured = Latencies.all(Collections.singletonList(latencies));
    }
    return new Result(
        rate, cold, measured, used, tasks, unfinished, Math.max(0, ran.sum() - submitted));
  }

  /// Keeps the queue as deep for so long.
  private double rate(int seconds) {
    long ranBefore = ran.sum();
    long start = System.nanoTime();
    long end = start + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end) {
      if (submitted - ran.sum() < DEPTH) {
        long now = System.nanoTime();
        type.submitAll(LongStream.range(now, now + BATCH).boxed().toList());
        submitted += BATCH;
      } else {
        LockSupport.parkNanos(WORK_NANOS / 4);
      }
    }
    return (ran.sum() - ranBefore) * 1e9 / (System.nanoTime() - start);
  }
}
