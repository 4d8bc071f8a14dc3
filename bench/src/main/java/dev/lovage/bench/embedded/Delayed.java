// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import dev.lovage.Lovage;
import dev.lovage.TaskState;
import dev.lovage.TaskType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Very many tasks that are due much later, and what they cost until then and when they are due.
final class Delayed {

  private static final Duration MUCH_LATER = Duration.ofHours(6);
  private static final int DUE_PER_SECOND = 1_000;
  private static final int SUBMIT_SECONDS = 2;
  private static final long STEP_NANOS = 1_000_000;
  private static final long MAX_WAIT_NANOS = TimeUnit.MINUTES.toNanos(3);

  private final Lovage lovage;

  /// Its argument is when it is due, in microseconds since 1970.
  private final TaskType<Long, Integer> type;

  private final Recorder recorder;

  private Delayed(Lovage lovage, TaskType<Long, Integer> type, Recorder recorder) {
    this.lovage = lovage;
    this.type = type;
    this.recorder = recorder;
  }

  static Delayed in(Lovage lovage) {
    var recorder = new Recorder();
    var type =
        lovage.task(
            "due",
            Long.class,
            Integer.class,
            due -> {
              recorder.late((micros(Instant.now()) - due) * 1_000);
              recorder.ran();
              return 1;
            });
    return new Delayed(lovage, type, recorder);
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private double insert(int tasks, Duration delay) {
    long due = micros(Instant.now().plus(delay));
    long start = System.nanoTime();
    type.submitAll(Stream.generate(() -> due).limit(tasks), options -> options.delay(delay));
    return tasks * 1e9 / (System.nanoTime() - start);
  }

  /// How fast they are accepted.
  Result insert(int tasks) {
    double before = Cpu.micros();
    double rate = insert(tasks, MUCH_LATER);
    return result(rate, Cpu.micros() - before, tasks, tasks - count(TaskState.SCHEDULED));
  }

  /// What a worker that has nothing to do but wait for them needs of one core, in percent.
  Result idle(int tasks, int seconds) throws InterruptedException {
    insert(tasks, MUCH_LATER);
    var worker = lovage.startWorker();
    pause(seconds);
    double before = Cpu.micros();
    long start = System.nanoTime();
    pause(seconds);
    double used = Cpu.micros() - before;
    double percent = used * 1e3 / (System.nanoTime() - start) * 100;
    worker.drain(Duration.ZERO);
    return result(percent, used, tasks, tasks - count(TaskState.SCHEDULED));
  }

  /// How late tasks begin of which one is due each millisecond, while the others wait.
  Result lateness(int tasks, int seconds) throws InterruptedException {
    insert(tasks, MUCH_LATER);
    var worker = lovage.startWorker();
    int due = DUE_PER_SECOND * (seconds + SUBMIT_SECONDS);
    var begin = Instant.now().plusSeconds(SUBMIT_SECONDS);
    double before = Cpu.micros();
    IntStream.range(0, due)
        .mapToObj(i -> begin.plusNanos(i * STEP_NANOS))
        .forEach(at -> type.submit(micros(at), options -> options.at(at)));
    await(due);
    worker.drain(Duration.ofSeconds(1));
    double used = Cpu.micros() - before;
    var late = recorder.latencies();
    return new Result(late.millisAt(0.99), null, late, used, due, due - recorder.count(), 0);
  }

  /// How fast they are worked off when all are due at once.
  Result release(int tasks) throws InterruptedException {
    // Long enough that all are there before the first is due.
    var later = Duration.ofMillis(2_000 + tasks / 20);
    long due = System.nanoTime() + later.toNanos();
    insert(tasks, later);
    var worker = lovage.startWorker();
    LockSupport.parkNanos(due - System.nanoTime());
    double before = Cpu.micros();
    await(tasks);
    double rate = tasks * 1e9 / (System.nanoTime() - due);
    double used = Cpu.micros() - before;
    worker.drain(Duration.ofSeconds(10));
    return result(rate, used, tasks, tasks - recorder.count());
  }

  private static Result result(double value, double cpu, int tasks, long lost) {
    return new Result(value, null, Latencies.none(), cpu, tasks, Math.max(0, lost), 0);
  }

  private void await(int tasks) {
    long end = System.nanoTime() + MAX_WAIT_NANOS;
    while (recorder.count() < tasks && System.nanoTime() < end) {
      LockSupport.parkNanos(STEP_NANOS);
    }
  }

  private long count(TaskState state) {
    return lovage.queries().queues().stream()
        .mapToLong(q -> q.counts().getOrDefault(state, 0L))
        .sum();
  }

  private static void pause(int seconds) throws InterruptedException {
    if (new CountDownLatch(1).await(seconds, TimeUnit.SECONDS)) {
      throw new IllegalStateException("nobody counts this latch down");
    }
  }
}
