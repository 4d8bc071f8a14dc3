// SPDX-License-Identifier: Apache-2.0
package dev.lovage.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that stands still until it is moved, so that a test of a delay of three days takes no
/// time. Its instants are whole microseconds, which every store can keep. Safe for use from any
/// thread.
///
/// Only what asks the clock is moved: the thread of a handler that waits goes on waiting.
public final class ManualTime implements InstantSource {

  private final AtomicReference<Instant> now;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /// Starts at midnight on 1 January 2026, UTC.
  public ManualTime() {
    this(Instant.parse("2026-01-01T00:00:00Z"));
  }

  public ManualTime(Instant start) {
    this.now = new AtomicReference<>(micros(start));
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /// Moves the clock forward.
  ///
  /// @return the new instant
  /// @throws IllegalArgumentException if the duration is negative
  public Instant advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          "duration: must not be negative, but is " + duration + "; time goes forward only");
    }
    var moved = now.updateAndGet(old -> micros(old.plus(duration)));
    listeners.forEach(Runnable::run);
    return moved;
  }

  void whenAdvanced(Runnable listener) {
    listeners.add(listener);
  }

  static Instant micros(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS);
  }
}
