// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import dev.lovage.Lovage;
import dev.lovage.TaskHandle;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.TaskType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/// Works off a preloaded queue of no-ops and stops the clock when the store has recorded the last
/// result: not when the last handler returned.
final class Draining {

  private static final int BATCH = 5_000;
  private static final long MAX_WAIT_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final Lovage lovage;

  Draining(Lovage lovage) {
    this.lovage = lovage;
  }

  Result run(int warmTasks, int tasks) throws InterruptedException {
    var cold = new Drain("warm", warmTasks);
    double coldRate = warmTasks / cold.seconds();
    var measured = new Drain("measured", tasks);
    double before = Cpu.micros();
    double seconds = measured.seconds();
    double used = Cpu.micros() - before;
    return new Result(
        tasks / seconds,
        coldRate,
        Latencies.none(),
        used,
        tasks,
        measured.lost(),
        measured.doneTwice());
  }

  /// One queue with its tasks, and what became of them.
  private final class Drain {

    private final String queue;
    private final int tasks;
    private final AtomicIntegerArray runs;
    private final LongAdder ran = new LongAdder();
    private final List<TaskId> ids = new ArrayList<>();

    Drain(String queue, int tasks) {
      this.queue = queue;
      this.tasks = tasks;
      this.runs = new AtomicIntegerArray(tasks);
      var type =
          lovage.task(
              queue, Integer.class, Integer.class, this::runOne, options -> options.queue(queue));
      preload(type);
    }

    private int runOne(int i) {
      runs.incrementAndGet(i);
      ran.increment();
      return i;
    }

    private void preload(TaskType<Integer, Integer> type) {
      for (int from = 0; from < tasks; from += BATCH) {
        var arguments = IntStream.range(from, Math.min(tasks, from + BATCH)).boxed().toList();
        type.submitAll(arguments).stream().map(TaskHandle::id).forEach(ids::add);
      }
    }

    double seconds() throws InterruptedException {
      long start = System.nanoTime();
      var worker = lovage.startWorker(options -> options.queue(queue));
      // The store is asked only towards the end, so that the questions cost the drain nothing.
      while ((ran.sum() < tasks || unfinished() > 0)
          && System.nanoTime() - start < MAX_WAIT_NANOS) {
        pause();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      worker.drain(Duration.ofSeconds(10));
      return seconds;
    }

    private long unfinished() {
      return lovage.queries().queues().stream()
          .filter(q -> q.queue().equals(queue))
          .flatMap(q -> q.counts().values().stream())
          .mapToLong(Long::longValue)
          .sum();
    }

    long lost() {
      long succeeded = 0;
      for (int from = 0; from < tasks; from += BATCH) {
        var some = ids.subList(from, Math.min(tasks, from + BATCH));
        succeeded +=
            lovage.queries().states(some).values().stream()
                .filter(TaskState.SUCCEEDED::equals)
                .count();
      }
      return tasks - succeeded;
    }

    long doneTwice() {
      return IntStream.range(0, tasks).filter(i -> runs.get(i) > 1).count();
    }
  }

  private static void pause() throws InterruptedException {
    if (new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("nobody counts this latch down");
    }
  }
}
