// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The end of a worker: how long its attempts may go on. When the grace is over they are
/// interrupted, and a second later their leases are given back whatever they do.
final class Drain {

  private static final long INTERRUPTED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long HOPELESS_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private volatile @Nullable Long until;
  private boolean interrupted;

  /// From any thread. Of several graces the shortest counts.
  synchronized void begin(Duration grace) {
    long end = System.nanoTime() + grace.toNanos();
    var before = until;
    if (before == null || end - before < 0) {
      until = end;
    }
  }

  boolean hasBegun() {
    return until != null;
  }

  /// Whether it makes no sense to wait on for a store that does not answer.
  boolean isHopeless() {
    return isOver(HOPELESS_NANOS);
  }

  private boolean isOver(long afterwards) {
    var end = until;
    return end != null && System.nanoTime() - end >= afterwards;
  }

  /// Interrupts attempts once the grace is over.
  ///
  /// @return those whose leases are to be given back now
  Collection<Attempt> end(Collection<Attempt> attempts) {
    if (isOver(0) && !interrupted) {
      interrupted = true;
      attempts.forEach(attempt -> attempt.stop(Stop.SHUTDOWN));
    }
    return isOver(INTERRUPTED_NANOS) ? List.copyOf(attempts) : List.of();
  }

  /// How long to wait for something else, at most.
  long atMost(long nanos) {
    var end = until;
    if (end == null) {
      return nanos;
    }
    long left = end - System.nanoTime();
    return Math.min(nanos, left > 0 ? left : LOOK_NANOS);
  }
}
