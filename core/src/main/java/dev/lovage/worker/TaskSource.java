// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.spi.Heartbeat;
import dev.lovage.spi.HeartbeatReply;
import dev.lovage.spi.LeaseRequest.QueueLimit;
import dev.lovage.spi.Settled;
import dev.lovage.spi.Settlement;
import java.util.List;

/// Where a worker gets its work and returns it. The worker does not know what a store is.
sealed interface TaskSource permits StoreSource, BrokerSource, HomeSource {

  /// Ends attempts and leases the next ones, together if the source can.
  Settled turn(List<Settlement> settlements, List<QueueLimit> wishes);

  /// How many turns may be under way at a time with profit.
  int tripsAtATime();

  /// Extends leases and hands in reports.
  HeartbeatReply extend(List<Heartbeat.Beat> beats);

  /// Says that the worker finishes what it has, and later that it is gone.
  void draining();

  void leave();

  /// What any worker does from time to time for all.
  void upkeep();
}
