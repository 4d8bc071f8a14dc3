// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// A worker's wish for work.
///
/// @param worker the id under which the worker sends heartbeats
/// @param duration how long the leases shall last without a heartbeat
/// @param types the task types that the worker can run; others stay where they are
/// @param queues in the order in which to look
public record LeaseRequest(
    String worker, Duration duration, Set<String> types, List<QueueLimit> queues) {

  /// At most `limit` tasks of one queue.
  ///
  /// @param most how many tasks of the queue may run at a time in all workers; 0 for no limit
  public record QueueLimit(String queue, int limit, int most) {

    /// Without a limit for all workers.
    public QueueLimit(String queue, int limit) {
      this(queue, limit, 0);
    }
  }

  public LeaseRequest {
    types = Set.copyOf(types);
    queues = List.copyOf(queues);
  }

  /// A request that leases nothing.
  public static LeaseRequest none() {
    return new LeaseRequest("", Duration.ZERO, Set.of(), List.of());
  }

  public boolean isNone() {
    return queues.isEmpty();
  }
}
