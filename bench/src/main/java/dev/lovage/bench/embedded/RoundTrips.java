// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import dev.lovage.Lovage;
import dev.lovage.TaskFailedException;
import dev.lovage.TaskType;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/// Submits a task, waits for its result, and again: nothing else runs.
final class RoundTrips {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int COLD = 100;

  private final Lovage lovage;
  private final TaskType<Integer, Integer> noop;
  private final LongAdder ran;
  private long wrong;

  private RoundTrips(Lovage lovage, TaskType<Integer, Integer> noop, LongAdder ran) {
    this.lovage = lovage;
    this.noop = noop;
    this.ran = ran;
  }

  static RoundTrips in(Lovage lovage) {
    var ran = new LongAdder();
    var noop =
        lovage.task(
            "noop",
            Integer.class,
            Integer.class,
            i -> {
              ran.increment();
              return i;
            });
    return new RoundTrips(lovage, noop, ran);
  }

  Result run(int warmTasks, int tasks) throws Exception {
    var worker = lovage.startWorker();
    var cold = trips(Math.min(COLD, warmTasks));
    trips(warmTasks);
    long ranBefore = ran.sum();
    wrong = 0;
    double before = Cpu.micros();
    var measured = trips(tasks);
    double used = Cpu.micros() - before;
    long twice = ran.sum() - ranBefore - tasks;
    worker.drain(PATIENCE);
    return new Result(
        measured.millisAt(0.50),
        cold.millisAt(0.50),
        measured,
        used,
        tasks,
        wrong,
        Math.max(0, twice));
  }

  private Latencies trips(int count)
      throws TaskFailedException, TimeoutException, InterruptedException {
    var latencies = Latencies.none();
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      var answer = noop.submit(i).await(PATIENCE);
      latencies.add(System.nanoTime() - start);
      if (!Objects.equals(answer, i)) {
        wrong++;
      }
    }
    return latencies;
  }
}
