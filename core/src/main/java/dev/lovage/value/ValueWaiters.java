// SPDX-License-Identifier: Apache-2.0
package dev.lovage.value;

import dev.lovage.spi.ValueVersion;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The threads that wait for new versions of values.
final class ValueWaiters {

  private final ConcurrentHashMap<String, CountDownLatch> waiting = new ConcurrentHashMap<>();

  void wake(String name) {
    if (!waiting.isEmpty()) {
      var latch = waiting.remove(name);
      if (latch != null) {
        latch.countDown();
      }
    }
  }

  /// Waits until the newest version is one that the caller wants, or the time is over.
  ///
  /// @return the newest version, wanted or not
  Optional<ValueVersion> await(
      String name,
      Supplier<Optional<ValueVersion>> newest,
      Predicate<ValueVersion> wanted,
      Duration timeout)
      throws InterruptedException {
    long start = System.nanoTime();
    while (true) {
      // Registered before the look, so that a version in between is seen or wakes.
      var latch = waiting.computeIfAbsent(name, n -> new CountDownLatch(1));
      var now = newest.get();
      long left = timeout.toNanos() - (System.nanoTime() - start);
      if (left <= 0 || now.filter(wanted).isPresent()) {
        return now;
      }
      latch.await(left, TimeUnit.NANOSECONDS);
    }
  }
}
