// SPDX-License-Identifier: Apache-2.0
package dev.lovage.value;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts a recomputation when a reader finds a value too old. The reader does not wait for it.
final class Refresh {

  private static final Logger log = LoggerFactory.getLogger(Refresh.class);
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Duration age;
  private final Runnable submit;
  private final InstantSource clock;
  private final AtomicLong next = new AtomicLong(System.nanoTime());

  /// @param submit must share the task of others that ask for the same
  Refresh(Duration age, Runnable submit, InstantSource clock) {
    this.age = age;
    this.submit = submit;
    this.clock = clock;
  }

  /// To be called at each read.
  void look(Instant publishedAt) {
    if (clock.instant().isAfter(publishedAt.plus(age))) {
      start();
    }
  }

  /// At most once a second, so that many readers of an old value don't all write to the store.
  void start() {
    long due = next.get();
    long now = System.nanoTime();
    if (now - due >= 0 && next.compareAndSet(due, now + PAUSE_NANOS)) {
      Thread.startVirtualThread(this::run);
    }
  }

  private void run() {
    try {
      submit.run();
    } catch (RuntimeException e) {
      log.warn("a refresh could not be submitted; the old value still serves: {}", e.getMessage());
    }
  }
}
