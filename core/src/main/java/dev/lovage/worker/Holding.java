// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.spi.Incoming;
import dev.lovage.spi.Lease;
import java.time.Duration;

/// A task of a broker that this worker holds, with the lease that it goes by in the worker.
final class Holding {

  private final Incoming task;
  private final Lease lease;
  private volatile long begunNanos;
  private volatile boolean begun;
  private volatile boolean cancelled;

  Holding(Incoming task, Lease lease) {
    this.task = task;
    this.lease = lease;
  }

  Incoming task() {
    return task;
  }

  Lease lease() {
    return lease;
  }

  /// Its handler begins.
  void begin() {
    begunNanos = System.nanoTime();
    begun = true;
  }

  boolean hasBegun() {
    return begun;
  }

  /// How long its handler has run.
  Duration ran() {
    return begun ? Duration.ofNanos(System.nanoTime() - begunNanos) : Duration.ZERO;
  }

  void cancel() {
    cancelled = true;
  }

  boolean isCancelled() {
    return cancelled;
  }
}
