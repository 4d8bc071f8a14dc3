// SPDX-License-Identifier: Apache-2.0
package dev.lovage.value;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.spi.ValueVersion;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts a recomputation when a reader finds a value too old or not there. The reader does not
/// wait for it.
final class Refresh {

  private static final Logger log = LoggerFactory.getLogger(Refresh.class);
  private static final long SHORTEST_PAUSE = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_PAUSE = TimeUnit.MINUTES.toNanos(1);

  private final Duration age;
  private final Runnable submit;
  private final InstantSource clock;
  private final AtomicLong due = new AtomicLong(System.nanoTime());
  // Written only by the one thread that has moved `due`.
  private volatile long pause;
  private volatile @Nullable ValueVersion startedAt;

  /// @param submit must share the task of others that ask for the same
  Refresh(Duration age, Runnable submit, InstantSource clock) {
    if (!age.isPositive()) {
      throw new LovageException(
          ErrorCode.INVALID, "refreshAfter: must be longer than zero, but is " + age);
    }
    this.age = age;
    this.submit = submit;
    this.clock = clock;
  }

  /// To be called at each read.
  ///
  /// @param newest null if there is none
  void look(@Nullable ValueVersion newest) {
    if (newest == null || newest.version() == 0 || isOld(newest)) {
      start(newest);
    }
  }

  private boolean isOld(ValueVersion newest) {
    return Duration.between(newest.publishedAt(), clock.instant()).compareTo(age) > 0;
  }

  /// At most once a second, so that many readers of an old value don't all write to the store; and
  /// more rarely while nothing comes of it, up to once a minute.
  private void start(@Nullable ValueVersion newest) {
    long known = due.get();
    long now = System.nanoTime();
    if (now - known >= 0 && due.compareAndSet(known, now + LONGEST_PAUSE)) {
      boolean again = pause > 0 && Objects.equals(newest, startedAt);
      pause = again ? Math.min(2 * pause, LONGEST_PAUSE) : SHORTEST_PAUSE;
      startedAt = newest;
      due.set(now + pause);
      Thread.startVirtualThread(this::run);
    }
  }

  private void run() {
    try {
      submit.run();
    } catch (RuntimeException e) {
      log.warn("a refresh could not be submitted; what there is still serves: {}", e.getMessage());
    }
  }
}
