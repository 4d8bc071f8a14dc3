// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.time.Duration;

/// A running worker: it leases tasks from its queues and runs them until it is drained.
public interface Worker {

  String id();

  /// How many attempts run now.
  int running();

  /// Whether the worker's own threads run and its last contact with the store succeeded.
  boolean isHealthy();

  /// Leases nothing more, lets the running attempts finish for at most `grace`, then interrupts and
  /// releases the rest uncounted, to be run elsewhere. Returns when the worker has stopped. A
  /// second call with a shorter grace shortens the first one's; one on a stopped worker does
  /// nothing.
  void drain(Duration grace);

  /// Waits until the worker has stopped, whoever drained it: from outside too a worker at a broker
  /// can be told to.
  void awaitStopped() throws InterruptedException;
}
