// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One call of a batch's handler: gathers tasks until it is full or its time is over and there is
/// room to run, then runs.
final class BatchCall<A, R> {

  private final int most;
  private final Duration within;
  private final Batch.Handler<A, R> handler;
  private final Semaphore calls;
  private final List<BatchItem<A, R>> items = new ArrayList<>();
  private final CountDownLatch full = new CountDownLatch(1);
  private boolean closed;
  private @Nullable Thread running;

  BatchCall(int most, Duration within, Batch.Handler<A, R> handler, Semaphore calls) {
    this.most = most;
    this.within = within;
    this.handler = handler;
    this.calls = calls;
  }

  /// Returns whether there was still room.
  synchronized boolean add(BatchItem<A, R> item) {
    if (closed || items.size() == most) {
      return false;
    }
    item.onLeave(this::left);
    items.add(item);
    if (items.size() == most) {
      full.countDown();
    }
    return true;
  }

  /// Waits on a thread that costs nothing; what computes has one of its own.
  void start() {
    Thread.ofVirtual().name("lovage-batch").start(this::gather);
  }

  private void gather() {
    try {
      var _ = full.await(within.toNanos(), TimeUnit.NANOSECONDS);
      calls.acquire();
    } catch (InterruptedException e) {
      close().forEach(item -> item.failAll(e));
      return;
    }
    Thread.ofPlatform().daemon().name("lovage-batch").start(this::run);
  }

  private void run() {
    synchronized (this) {
      running = Thread.currentThread();
    }
    var taken = close();
    try {
      if (!taken.isEmpty()) {
        handler.run(List.copyOf(taken));
      }
      taken.forEach(
          item -> item.fail(new IllegalStateException("the batch returned without its result")));
    } catch (Throwable e) { // An Error too is the end of these attempts, and not of their worker.
      taken.forEach(item -> item.failAll(e));
    } finally {
      synchronized (this) {
        running = null;
      }
      calls.release();
    }
  }

  /// Lets nobody join any more; those that have left meanwhile are not taken along.
  private synchronized List<BatchItem<A, R>> close() {
    closed = true;
    return items.stream().filter(item -> !item.hasEnded()).toList();
  }

  private synchronized void left() {
    if (running != null && items.stream().allMatch(BatchItem::hasEnded)) {
      running.interrupt();
    }
  }

  /// What [Batch#of] does with a handler of arguments.
  static <A, R> void runAll(List<Batch.Item<A, R>> items, Batch.OfArguments<A, R> handler)
      throws Exception {
    var results = handler.run(items.stream().map(Batch.Item::argument).toList());
    if (results.size() != items.size()) {
      throw new IllegalStateException(
          "the batch returned " + results.size() + " results for " + items.size() + " tasks");
    }
    for (int i = 0; i < items.size(); i++) {
      items.get(i).complete(results.get(i));
    }
  }
}
