// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.spi.LeaseRequest.QueueLimit;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Carries messages and knows nothing of tasks. What is sent is received at least once, by one
/// receiver at a time: who received a message holds it until it is acknowledged, given back or
/// rejected, or until its time is over and others get it.
///
/// The broker owns time, as a store does. All methods may be called from any thread. A transient
/// [dev.lovage.LovageException] means that nothing is known of the outcome, and the call may be
/// repeated; only a repeated `send` may send twice.
public interface Broker {

  Set<BrokerFeature> features();

  /// Sends messages, in order within a queue and an urgency.
  ///
  /// @throws dev.lovage.LovageException `INVALID` for an urgency without [BrokerFeature#PRIORITY]
  void send(List<Outgoing> messages);

  /// Takes waiting messages into holding: of higher urgency first, then older first. Those whose
  /// holding by somebody else has run out come first of all, marked as redelivered.
  ///
  /// @param lease how long they are held without [#extend]
  Received receive(List<QueueLimit> queues, Duration lease);

  /// Holds messages for another `lease` from now.
  ///
  /// @return the receipts of those that are held no more: somebody else may have them
  Set<String> extend(Collection<Delivery> deliveries, Duration lease);

  /// Forgets messages for good.
  ///
  /// @return the receipts of those that were held no more and stay as they are
  Set<String> ack(Collection<Delivery> deliveries);

  /// Gives messages back. Those without a delay are delivered before all others of their queue, as
  /// redelivered.
  ///
  /// @return the receipts of those that were held no more and stay as they are
  /// @throws dev.lovage.LovageException `INVALID` for a delay without [BrokerFeature#DELAY]
  Set<String> release(List<Release> releases);

  /// Forgets messages that nobody can do anything with. With [BrokerFeature#KEEP_REJECTED] the
  /// newest thousand of each queue are kept for [#rejected].
  ///
  /// @return the receipts of those that were held no more and stay as they are
  Set<String> reject(List<Rejection> rejections);

  /// What was rejected from a queue, newest first.
  ///
  /// @throws dev.lovage.LovageException `INVALID` without [BrokerFeature#KEEP_REJECTED]
  List<Rejected> rejected(String queue, int limit);

  /// How many messages of each queue wait, those for later included; held ones don't.
  ///
  /// @throws dev.lovage.LovageException `INVALID` without [BrokerFeature#COUNT]
  Map<String, Long> waiting(Collection<String> queues);

  /// Calls `ready` when there may be messages in one of the queues, until the returned handle is
  /// closed. A hint, and optional, as [Signals] are.
  AutoCloseable listen(Collection<String> queues, Runnable ready);
}
