// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.spi.Incoming;
import dev.lovage.spi.Lease;
import java.time.Duration;

/// A task of a broker that this worker holds, with the lease that it goes by in the worker and the
/// code that runs it.
final class Holding {

  private final Incoming task;
  private final Lease lease;
  private final TaskDefinition<?, ?> definition;
  private long begunNanos;
  private boolean begun;
  private boolean cancelled;
  private boolean unbegun;
  private volatile boolean acknowledged;

  Holding(Incoming task, Lease lease, TaskDefinition<?, ?> definition) {
    this.task = task;
    this.lease = lease;
    this.definition = definition;
  }

  Incoming task() {
    return task;
  }

  Lease lease() {
    return lease;
  }

  TaskDefinition<?, ?> definition() {
    return definition;
  }

  /// Its handler begins.
  ///
  /// @return whether it may: nobody has asked for its end
  synchronized boolean begin() {
    begunNanos = System.nanoTime();
    begun = true;
    return !cancelled;
  }

  synchronized boolean hasBegun() {
    return begun;
  }

  /// How long its handler has run.
  synchronized Duration ran() {
    return begun ? Duration.ofNanos(System.nanoTime() - begunNanos) : Duration.ZERO;
  }

  /// Somebody wants its end.
  ///
  /// @param running also if its handler has begun
  /// @return whether it ends now
  synchronized boolean cancel(boolean running) {
    if (begun && !running) {
      return false;
    }
    unbegun |= !begun;
    cancelled = true;
    return true;
  }

  synchronized boolean isCancelled() {
    return cancelled;
  }

  /// Whether it was cancelled before its handler began.
  synchronized boolean isUnbegun() {
    return unbegun;
  }

  /// Its broker has forgotten it, while it goes on here.
  void acknowledge() {
    acknowledged = true;
  }

  boolean isAcknowledged() {
    return acknowledged;
  }
}
