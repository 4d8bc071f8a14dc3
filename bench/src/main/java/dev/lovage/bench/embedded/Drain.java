// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import dev.lovage.Lovage;
import dev.lovage.TaskHandle;
import dev.lovage.TaskId;
import dev.lovage.TaskType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/// One queue of no-ops, loaded and worked off again and again, and what became of them.
final class Drain {

  private static final int BATCH = 5_000;
  private static final long MAX_WAIT_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final Lovage lovage;
  private final Tally tally;
  private final String queue;
  private final TaskType<Integer, Integer> type;
  private final List<TaskId> ids = new ArrayList<>();
  private final Handler handler;
  private long lost;
  private long doneTwice;

  private Drain(
      Lovage lovage, Tally tally, String queue, TaskType<Integer, Integer> type, Handler handler) {
    this.lovage = lovage;
    this.tally = tally;
    this.queue = queue;
    this.type = type;
    this.handler = handler;
  }

  static Drain on(Lovage lovage, String queue) {
    return on(lovage, queue, new StoreTally(lovage));
  }

  static Drain on(Lovage lovage, String queue, Tally tally) {
    var handler = new Handler();
    var type =
        lovage.task(
            queue, Integer.class, Integer.class, handler::run, options -> options.queue(queue));
    return new Drain(lovage, tally, queue, type, handler);
  }

  /// Counts what it is called for.
  private static final class Handler {

    private final LongAdder ran = new LongAdder();
    private volatile AtomicIntegerArray runs = new AtomicIntegerArray(0);

    Integer run(Integer i) {
      runs.incrementAndGet(i);
      ran.increment();
      return i;
    }
  }

  /// Submits so many tasks, which nobody works on yet.
  void load(int tasks) {
    handler.runs = new AtomicIntegerArray(tasks);
    handler.ran.reset();
    ids.clear();
    for (int from = 0; from < tasks; from += BATCH) {
      var arguments = IntStream.range(from, Math.min(tasks, from + BATCH)).boxed().toList();
      type.submitAll(arguments).stream().map(TaskHandle::id).forEach(ids::add);
    }
  }

  /// Starts a worker and returns how many tasks were done in a second, from then until the store
  /// had recorded the last result: not until the last handler returned.
  double run() throws InterruptedException {
    long start = System.nanoTime();
    var worker = lovage.startWorker(options -> options.queue(queue));
    // The store is asked only towards the end, so that the questions cost the drain nothing.
    while ((handler.ran.sum() < ids.size() || tally.unfinished(queue) > 0)
        && System.nanoTime() - start < MAX_WAIT_NANOS) {
      pause();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    worker.drain(Duration.ofSeconds(10));
    count();
    return ids.size() / seconds;
  }

  private void count() {
    long succeeded = 0;
    for (int from = 0; from < ids.size(); from += BATCH) {
      var some = ids.subList(from, Math.min(ids.size(), from + BATCH));
      succeeded += tally.succeeded(some);
    }
    lost += ids.size() - succeeded;
    doneTwice += IntStream.range(0, ids.size()).filter(i -> handler.runs.get(i) > 1).count();
  }

  /// Of all runs.
  long lost() {
    return lost;
  }

  /// Of all runs.
  long doneTwice() {
    return doneTwice;
  }

  private static void pause() throws InterruptedException {
    if (new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("nobody counts this latch down");
    }
  }
}
