// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.util.concurrent.atomic.AtomicLong;

/// Lamport's clock, by which monitors put what they hear of several nodes in order.
public final class LogicalClock {

  private final AtomicLong time = new AtomicLong();

  /// The time of something that happens here now.
  public long tick() {
    return time.incrementAndGet();
  }

  public long now() {
    return time.get();
  }

  /// Something came from where it was this late.
  public void heard(long other) {
    time.accumulateAndGet(other, (own, theirs) -> Math.max(own, theirs) + 1);
  }
}
