// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

/// Whether something that is cheap as a rule has become dear, and is better done seldom. One slow
/// time may be a busy moment, so the quicker of the last two counts.
///
/// Safe for use by several threads, which may undo one another's last note.
final class PostgresCost {

  private static final long CHEAP_NANOS = 20_000_000;
  private static final int SELDOM = 20;

  private volatile long last;
  private volatile long before;
  private volatile long doneAt = System.nanoTime();

  boolean isCheap() {
    return Math.min(last, before) < CHEAP_NANOS;
  }

  /// Whether to do it now: at once if it is cheap, otherwise so that it takes a twentieth of the
  /// time.
  boolean isDue() {
    return isCheap() || System.nanoTime() - doneAt > SELDOM * Math.min(last, before);
  }

  void took(long nanos) {
    before = last;
    last = nanos;
    doneAt = System.nanoTime();
  }
}
