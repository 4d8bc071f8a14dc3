// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Appends lists from two callers for so long, and counts what is there afterwards.
final class Ingesting {

  private static final int CALLERS = 2;
  private static final int COLD_SECONDS = 1;

  private final Appender appender;

  /// What is measured.
  interface Appender {

    /// A caller with a connection of its own.
    Caller caller(int number) throws Exception;

    /// How many are there.
    long count() throws Exception;
  }

  /// Appends a list and says how many it had.
  interface Caller extends AutoCloseable {
    int append() throws Exception;
  }

  Ingesting(Appender appender) {
    this.appender = appender;
  }

  Result run(int warmSeconds, int seconds) throws Exception {
    var calls = Latencies.none();
    long cold = append(COLD_SECONDS, calls);
    long warm = append(warmSeconds, calls);
    var measured = Latencies.none();
    double before = Cpu.micros();
    long start = System.nanoTime();
    long appended = append(seconds, measured);
    double elapsed = (System.nanoTime() - start) / 1e9;
    double used = Cpu.micros() - before;
    long surplus = appender.count() - cold - warm - appended;
    return new Result(
        appended / elapsed,
        cold / (double) COLD_SECONDS,
        measured,
        used,
        appended,
        Math.max(0, -surplus),
        Math.max(0, surplus));
  }

  private long append(int seconds, Latencies calls) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    var appended = new AtomicLong();
    var parts = new ArrayList<Latencies>();
    var threads = new ArrayList<Thread>();
    var failures = new ArrayList<Exception>();
    for (int i = 0; i < CALLERS; i++) {
      int number = i;
      var part = Latencies.none();
      parts.add(part);
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                try (var caller = appender.caller(number)) {
                  appended.addAndGet(appendUntil(end, caller, part));
                } catch (Exception e) {
                  synchronized (failures) {
                    failures.add(e);
                  }
                }
              }));
    }
    for (var thread : threads) {
      thread.join();
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
    parts.forEach(calls::addAll);
    return appended.get();
  }

  private static long appendUntil(long end, Caller caller, Latencies calls) throws Exception {
    long appended = 0;
    long start = System.nanoTime();
    while (start < end) {
      appended += caller.append();
      long now = System.nanoTime();
      calls.add(now - start);
      start = now;
    }
    return appended;
  }
}
