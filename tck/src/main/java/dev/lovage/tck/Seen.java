// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Collects what a listener is told, so that a test can wait for it for a bounded time.
final class Seen<T> implements Consumer<T> {

  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<T> seen = new ArrayList<>();

  @Override
  public void accept(T value) {
    lock.lock();
    try {
      seen.add(value);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  List<T> all() {
    lock.lock();
    try {
      return List.copyOf(seen);
    } finally {
      lock.unlock();
    }
  }

  void await(Predicate<? super T> wanted) throws InterruptedException {
    lock.lock();
    try {
      long left = LONGEST.toNanos();
      while (seen.stream().noneMatch(wanted)) {
        if (left <= 0) {
          throw new AssertionError("not seen within " + LONGEST + "; seen was " + seen);
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
