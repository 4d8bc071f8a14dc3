// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Decides what follows a failed attempt. A policy is a pure function of its arguments: it keeps no
/// count of its own, so a worker that dies forgets nothing.
///
/// Lost leases are not failures: a task whose worker died is leased again whatever its policy says.
@FunctionalInterface
public interface RetryPolicy {

  /// How long to wait before the next attempt, or empty to give up.
  ///
  /// @param attempt the attempt that just failed, counted from 1
  /// @param error what the handler threw
  /// @param random for jitter
  Optional<Duration> after(int attempt, Throwable error, RandomGenerator random);

  /// Up to `attempts` attempts with waits drawn from 0 to `first`, 2 × `first`, 4 × `first` …, at
  /// most an hour ("full jitter": Brooker, Exponential Backoff and Jitter, AWS 2015).
  static Backoff exponential(int attempts, Duration first) {
    return new Backoff(attempts, first, Duration.ofHours(1), 2, true, List.of());
  }

  /// Up to `attempts` attempts, always the same wait apart.
  static Backoff fixed(int attempts, Duration wait) {
    return new Backoff(attempts, wait, wait, 1, false, List.of());
  }

  /// One attempt.
  static Backoff none() {
    return fixed(1, Duration.ZERO);
  }
}
