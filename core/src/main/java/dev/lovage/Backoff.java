// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The retry policies that are plain data, so that one submit can carry its own.
///
/// @param attempts how many attempts in all, at least 1
/// @param first the wait after the first failure
/// @param max no wait is longer
/// @param factor each wait is the one before times this, at least 1
/// @param jitter draw each wait evenly from zero to the computed one
/// @param neverOn class names of exceptions, subclasses included, after which nothing is retried
public record Backoff(
    int attempts, Duration first, Duration max, double factor, boolean jitter, List<String> neverOn)
    implements RetryPolicy {

  public Backoff {
    check(attempts >= 1, "attempts must be at least 1, but is " + attempts);
    check(!first.isNegative(), "first must not be negative, but is " + first);
    check(max.compareTo(first) >= 0, "max must not be shorter than first, but is " + max);
    check(factor >= 1, "factor must be at least 1, but is " + factor);
    neverOn = List.copyOf(neverOn);
  }

  /// The same policy, giving up at once after an exception of this type or a subclass.
  public Backoff neverOn(Class<? extends Throwable> type) {
    var types = Stream.concat(neverOn.stream(), Stream.of(type.getName())).toList();
    return new Backoff(attempts, first, max, factor, jitter, types);
  }

  @Override
  public Optional<Duration> after(int attempt, Throwable error, RandomGenerator random) {
    if (attempt >= attempts || isNever(error)) {
      return Optional.empty();
    }
    // The power of a large attempt number is infinite; min() makes it `max`, not an overflow.
    double millis =
        Math.min(first.toMillis() * Math.pow(factor, attempt - 1), (double) max.toMillis());
    return Optional.of(Duration.ofMillis((long) (jitter ? millis * random.nextDouble() : millis)));
  }

  private boolean isNever(Throwable error) {
    for (Class<?> c = error.getClass(); c != null; c = c.getSuperclass()) {
      if (neverOn.contains(c.getName())) {
        return true;
      }
    }
    return false;
  }

  private static void check(boolean ok, String message) {
    if (!ok) {
      throw new LovageException(ErrorCode.INVALID, "retry: " + message);
    }
  }
}
