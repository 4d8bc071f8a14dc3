// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// Makes the ids of actions: UUIDs of version 7, each above all that were made here before, also
/// within one millisecond, so that one user's actions in a process have their order.
final class ActionIds {

  // The twelve bits after the millisecond count.
  private static final int COUNTER = 12;

  private final InstantSource clock;
  private final RandomGenerator random;
  private final AtomicLong last = new AtomicLong();

  ActionIds(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  UUID next() {
    long now = clock.millis() << COUNTER;
    long time = last.updateAndGet(before -> Math.max(before + 1, now));
    long high = (time >>> COUNTER) << 16 | 0x7000L | (time & ((1 << COUNTER) - 1));
    return new UUID(high, random.nextLong() >>> 2 | 0x8000_0000_0000_0000L);
  }
}
