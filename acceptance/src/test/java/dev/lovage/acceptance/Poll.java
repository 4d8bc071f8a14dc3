// SPDX-License-Identifier: Apache-2.0
package dev.lovage.acceptance;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Bounded waiting for what another process does.
final class Poll {

  private Poll() {}

  static <T> T until(Duration limit, Object what, Supplier<Optional<T>> look) {
    long start = System.nanoTime();
    while (true) {
      var found = look.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() - start > limit.toNanos()) {
        return fail("not within " + limit + ": " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  static void untilTrue(Duration limit, Object what, BooleanSupplier look) {
    until(limit, what, () -> look.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }
}
