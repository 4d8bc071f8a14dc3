// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.time.Duration;
import java.util.List;

/// A worker's sign of life.
///
/// @param lease how long its leases shall last from now
/// @param beats one for each lease that it holds
/// @param leaving the worker's last heartbeat: it is struck off the list
public record Heartbeat(WorkerInfo worker, Duration lease, List<Beat> beats, boolean leaving) {

  /// One lease with what its attempt has reported since the last heartbeat.
  public record Beat(Lease lease, Report report) {}
}
