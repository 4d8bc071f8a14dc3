// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import dev.lovage.Lovage;
import dev.lovage.TaskType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private final Recorder recorder;
  private final AtomicBoolean measuring;
  private long submitted;

  private Mixed(
      Lovage lovage, TaskType<Long, Long> type, Recorder recorder, AtomicBoolean measuring) {
    this.lovage = lovage;
    this.type = type;
    this.recorder = recorder;
    this.measuring = measuring;
  }

  static Mixed in(Lovage lovage) {
    var recorder = new Recorder();
    var measuring = new AtomicBoolean();
    var type =
        lovage.task(
            "work",
            Long.class,
            Long.class,
            submittedAt -> {
              if (measuring.get() && submittedAt % SAMPLED == 0) {
                recorder.late(System.nanoTime() - submittedAt);
              }
              LockSupport.parkNanos(WORK_NANOS);
              recorder.ran();
              return submittedAt;
            },
            options -> options.io());
    return new Mixed(lovage, type, recorder, measuring);
  }

  Result run(int warmSeconds, int seconds) throws InterruptedException {
    var worker = lovage.startWorker();
    double cold = rate(warmSeconds);
    measuring.set(true);
    double before = Cpu.micros();
    long ranBefore = recorder.count();
    double rate = rate(seconds);
    long tasks = recorder.count() - ranBefore;
    double used = Cpu.micros() - before;
    measuring.set(false);
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
    return new Result(
        rate,
        cold,
        recorder.latencies(),
        used,
        tasks,
        unfinished,
        Math.max(0, recorder.count() - submitted));
  }

  /// Keeps the queue as deep for so long.
  private double rate(int seconds) {
    long ranBefore = recorder.count();
    long start = System.nanoTime();
    long end = start + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end) {
      if (submitted - recorder.count() < DEPTH) {
        long now = System.nanoTime();
        type.submitAll(LongStream.range(now, now + BATCH).boxed().toList());
        submitted += BATCH;
      } else {
        LockSupport.parkNanos(WORK_NANOS / 4);
      }
    }
    return (recorder.count() - ranBefore) * 1e9 / (System.nanoTime() - start);
  }
}
