// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import dev.lovage.spi.LoggedAction;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// Makes actions for tests. Each id is above those before it, as a program's own are.
final class ActionDrafts {

  private final InstantSource clock;
  private final AtomicLong last = new AtomicLong();
  private final AtomicLong number = new AtomicLong();

  ActionDrafts(InstantSource clock) {
    this.clock = clock;
  }

  UUID id() {
    long now = clock.millis() << 12;
    long time = last.updateAndGet(before -> Math.max(before + 1, now));
    return new UUID(
        ((time >>> 12) << 16) | 0x7000L | (time & 0xFFF),
        ((time * 31) >>> 2) | 0x8000_0000_0000_0000L);
  }

  /// An action of a user whose body has the next number.
  LoggedAction of(String user) {
    return new LoggedAction(
        id(),
        user,
        "view",
        clock.instant().truncatedTo(ChronoUnit.MICROS),
        "{\"n\":" + number.incrementAndGet() + "}");
  }

  List<LoggedAction> list(String user, int size) {
    return IntStream.range(0, size).mapToObj(i -> of(user)).toList();
  }

  /// Of several users in turn.
  List<LoggedAction> mixed(int users, int size) {
    return IntStream.range(0, size).mapToObj(i -> of("u" + i % users)).toList();
  }
}
