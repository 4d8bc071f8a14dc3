// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// The platform threads that compute, with the few leases that wait for them.
///
/// Tasks that take microseconds would leave the threads idle while the next lease is fetched, and
/// tasks that take minutes must not wait here while another worker is free. So the pool takes as
/// many leases ahead as it has lately worked off in 20 ms: hundreds of the former, none of the
/// latter.
final class CpuPool {

  private static final double AHEAD_NANOS = 20e6;
  private static final int MAX_AHEAD = 1_000;
  private static final double WEIGHT = 0.1;

  private final int size;
  private final LinkedBlockingQueue<Attempt> waiting = new LinkedBlockingQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  // Unknown at first, so nothing is taken ahead until something was measured.
  private volatile double serviceNanos = Double.MAX_VALUE;

  private final String name;

  CpuPool(int size, String name) {
    this.size = size;
    this.name = name;
  }

  /// @param runner runs an attempt on the thread that calls it
  void start(Consumer<Attempt> runner) {
    for (int i = 1; i <= size; i++) {
      threads.add(Thread.ofPlatform().daemon().name(name + "-cpu-" + i).start(() -> work(runner)));
    }
  }

  void submit(Attempt attempt) {
    waiting.add(attempt);
  }

  /// How many leases the pool wants to hold in all.
  int capacity() {
    double ahead = size * AHEAD_NANOS / serviceNanos;
    return size + (ahead < 1 ? 0 : (int) Math.min(ahead, MAX_AHEAD));
  }

  /// Takes out the attempts that wait, if the oldest has waited for longer than this: the pool has
  /// misjudged, and others may be free.
  List<Attempt> takeStale(long nanos) {
    var oldest = waiting.peek();
    if (oldest == null || System.nanoTime() - oldest.leasedNanos() < nanos) {
      return List.of();
    }
    serviceNanos = Double.MAX_VALUE;
    return takeWaiting();
  }

  List<Attempt> takeWaiting() {
    var taken = new ArrayList<Attempt>();
    waiting.drainTo(taken);
    return taken;
  }

  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  void shutdown() {
    threads.forEach(Thread::interrupt);
  }

  private void work(Consumer<Attempt> runner) {
    try {
      while (true) {
        var attempt = waiting.take();
        long start = System.nanoTime();
        runner.accept(attempt);
        measured(System.nanoTime() - start);
      }
    } catch (InterruptedException e) {
      // The pool is shut down.
    }
  }

  private void measured(long nanos) {
    double old = serviceNanos;
    // A lost update between threads costs one sample of a running mean.
    serviceNanos = old == Double.MAX_VALUE ? nanos : old + WEIGHT * (nanos - old);
  }
}
