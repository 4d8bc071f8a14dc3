// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Lets one thread sleep until a time is over or somebody rings. A store in which much goes on
/// rings all the time, so between two looks there is a pause, unless the time is over before.
final class Alarm {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long lookedAt = System.nanoTime();
  private boolean rung;
  private boolean stopped;

  void ring() {
    lock.lock();
    try {
      rung = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// From now on nobody sleeps here.
  void stop() {
    lock.lock();
    try {
      stopped = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Returns whether it goes on: false when it was stopped.
  boolean await(Duration most) {
    long until = System.nanoTime() + most.toNanos();
    lock.lock();
    try {
      while (!stopped) {
        long end = rung ? Math.min(until, lookedAt + PAUSE_NANOS) : until;
        long left = end - System.nanoTime();
        if (left <= 0) {
          break;
        }
        var _ = changed.awaitNanos(left);
      }
      rung = false;
      lookedAt = System.nanoTime();
      return !stopped;
    } catch (InterruptedException e) {
      // Only close() ends this thread.
      return !stopped;
    } finally {
      lock.unlock();
    }
  }
}
