// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The platform threads that compute, with the few leases that wait for them.
///
/// Tasks that take microseconds would leave the threads idle while the next lease is fetched, and
/// tasks that take minutes must not wait here while another worker is free. So the pool takes as
/// many leases ahead as it has lately worked off in 20 ms: hundreds of the former, none of the
/// latter.
final class CpuPool {

  private static final double AHEAD_NANOS = 20e6;
  private static final int MAX_AHEAD = 1_000;
  private static final int MOST_STUCK = 64;
  private static final Logger log = LoggerFactory.getLogger(CpuPool.class);
  private static final double WEIGHT = 0.1;

  private volatile int size;
  private final LinkedBlockingQueue<Attempt> waiting = new LinkedBlockingQueue<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private Consumer<Attempt> runner = attempt -> {};
  private int started;
  private final AtomicInteger stuck = new AtomicInteger();
  // Unknown at first, so nothing is taken ahead until something was measured.
  private volatile double serviceNanos = Double.MAX_VALUE;

  private final String name;

  CpuPool(int size, String name) {
    this.size = size;
    this.name = name;
  }

  /// @param runner runs an attempt on the thread that calls it
  void start(Consumer<Attempt> runner) {
    this.runner = runner;
    for (int i = 1; i <= size; i++) {
      add();
    }
  }

  int size() {
    return size;
  }

  /// From now on so many threads; those that are too many end with what they run.
  void resize(int wanted) {
    synchronized (threads) {
      size = wanted;
      while (threads.size() < wanted) {
        add();
      }
    }
  }

  private boolean isTooMany() {
    synchronized (threads) {
      return threads.size() > size + Math.min(stuck.get(), MOST_STUCK)
          && threads.remove(Thread.currentThread());
    }
  }

  private void add() {
    var thread =
        Thread.ofPlatform().daemon().name(name + "-cpu-" + ++started).unstarted(this::work);
    threads.add(thread);
    thread.start();
  }

  /// Another thread takes the place of the one on which this attempt runs and does not stop; that
  /// one ends should it ever come back. Nothing happens for an attempt on a thread of its own.
  void replace(Attempt attempt) {
    if (attempt.isIo()) {
      return;
    }
    if (stuck.incrementAndGet() <= MOST_STUCK) {
      add();
    } else {
      log.error(
          "{} threads of this worker are stuck in handlers that do not stop; it leases nothing more"
              + " until one comes back, and should be started anew",
          MOST_STUCK);
    }
  }

  /// Whether so many threads are stuck that no further one takes their place.
  boolean isExhausted() {
    return stuck.get() > MOST_STUCK;
  }

  void submit(Attempt attempt) {
    waiting.add(attempt);
  }

  /// How many leases the pool wants to hold in all.
  int capacity() {
    if (isExhausted()) {
      return 0;
    }
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

  private void work() {
    try {
      while (true) {
        var attempt = waiting.take();
        long start = System.nanoTime();
        runner.accept(attempt);
        if (attempt.isGivenUp() && stuck.getAndDecrement() <= MOST_STUCK) {
          threads.remove(Thread.currentThread());
          return;
        }
        measured(System.nanoTime() - start);
        if (isTooMany()) {
          return;
        }
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
