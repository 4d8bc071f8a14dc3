// SPDX-License-Identifier: Apache-2.0
package dev.lovage.value;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.spi.ValueVersion;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The threads that wait for new versions of values, a bounded number. Nothing is kept of one that
/// has left.
final class ValueWaiters {

  /// How many may wait in one process.
  static final int MOST = 5_000;

  private final ConcurrentHashMap<String, Gate> gates = new ConcurrentHashMap<>();
  private final Semaphore places;

  /// Those who wait for one value; opened once, by its next version.
  private static final class Gate {
    final CountDownLatch opened = new CountDownLatch(1);
    // Changed only inside the map's atomic calls.
    int waiting;
  }

  /// @param most how many may wait at once
  ValueWaiters(int most) {
    this.places = new Semaphore(most);
  }

  void wake(String name) {
    if (!gates.isEmpty()) {
      var gate = gates.remove(name);
      if (gate != null) {
        gate.opened.countDown();
      }
    }
  }

  /// For how many names there is somebody who waits.
  int names() {
    return gates.size();
  }

  /// Waits until the newest version is one that the caller wants, or the time is over.
  ///
  /// @return the newest version, wanted or not
  /// @throws LovageException `FULL` if too many wait already
  Optional<ValueVersion> await(
      String name,
      Supplier<Optional<ValueVersion>> newest,
      Predicate<ValueVersion> wanted,
      Duration timeout)
      throws InterruptedException {
    if (!timeout.isPositive()) {
      return newest.get();
    }
    if (!places.tryAcquire()) {
      throw new LovageException(
          ErrorCode.FULL,
          "wait: too many wait for values already; ask again later, or do not wait");
    }
    try {
      return awaitInPlace(name, newest, wanted, timeout.toNanos());
    } finally {
      places.release();
    }
  }

  private Optional<ValueVersion> awaitInPlace(
      String name,
      Supplier<Optional<ValueVersion>> newest,
      Predicate<ValueVersion> wanted,
      long nanos)
      throws InterruptedException {
    long start = System.nanoTime();
    while (true) {
      // Entered before the look, so that a version in between is seen or opens the gate.
      var gate = enter(name);
      try {
        var now = newest.get();
        long left = nanos - (System.nanoTime() - start);
        if (left <= 0 || now.filter(wanted).isPresent()) {
          return now;
        }
        var _ = gate.opened.await(left, TimeUnit.NANOSECONDS);
      } finally {
        leave(name, gate);
      }
    }
  }

  private Gate enter(String name) {
    return gates.compute(
        name,
        (_, gate) -> {
          var entered = gate == null ? new Gate() : gate;
          entered.waiting++;
          return entered;
        });
  }

  private void leave(String name, Gate own) {
    // Another gate is there if one's own was opened meanwhile.
    gates.computeIfPresent(name, (_, gate) -> gate == own && --gate.waiting == 0 ? null : gate);
  }
}
