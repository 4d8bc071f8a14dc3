// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import dev.lovage.TaskType;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;

/// Submits one task at a time from so many callers for so long. The callers are virtual threads, as
/// those are that answer HTTP.
final class Submitting {

  private static final int COLD_SECONDS = 1;

  private final Tally tally;
  private final TaskType<Integer, Integer> noop;
  private final int callers;

  Submitting(Place place, int callers) {
    this.tally = place.tally();
    this.noop = place.lovage().task("noop", Integer.class, Integer.class);
    this.callers = callers;
  }

  Result run(int warmSeconds, int seconds) throws InterruptedException {
    var cold = calls(COLD_SECONDS);
    var warm = calls(warmSeconds);
    double before = Cpu.micros();
    long start = System.nanoTime();
    var measured = calls(seconds);
    double elapsed = (System.nanoTime() - start) / 1e9;
    double used = Cpu.micros() - before;
    long surplus = tally.waiting() - cold.size() - warm.size() - measured.size();
    return new Result(
        measured.size() / elapsed,
        cold.size() / (double) COLD_SECONDS,
        measured,
        used,
        measured.size(),
        Math.max(0, -surplus),
        Math.max(0, surplus));
  }

  private Latencies calls(int seconds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    var parts = new ArrayList<Latencies>();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < callers; i++) {
      var part = Latencies.none();
      parts.add(part);
      threads.add(Thread.ofVirtual().start(() -> callUntil(end, part)));
    }
    for (var thread : threads) {
      thread.join();
    }
    return Latencies.all(parts);
  }

  private void callUntil(long end, Latencies calls) {
    long start = System.nanoTime();
    while (start < end) {
      noop.submit(1);
      long now = System.nanoTime();
      calls.add(now - start);
      start = now;
    }
  }
}
