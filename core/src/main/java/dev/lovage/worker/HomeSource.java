// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.TaskId;
import dev.lovage.spi.Heartbeat;
import dev.lovage.spi.HeartbeatReply;
import dev.lovage.spi.Lease;
import dev.lovage.spi.LeaseRequest.QueueLimit;
import dev.lovage.spi.Leases;
import dev.lovage.spi.Settled;
import dev.lovage.spi.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Work from several homes: each queue's from where the queue lives. A broker that is away keeps
/// nobody from the store's queues, nor the store from the brokers'.
final class HomeSource implements TaskSource {

  private final StoreSource store;
  private final Map<String, BrokerSource> homes;
  private final Set<BrokerSource> brokers;

  /// @param homes of the queues that do not live in the store
  HomeSource(StoreSource store, Map<String, BrokerSource> homes) {
    this.store = store;
    this.homes = new ConcurrentHashMap<>(homes);
    this.brokers = new LinkedHashSet<>(homes.values());
  }

  /// From now on this queue's work comes from there.
  void home(String queue, BrokerSource broker) {
    homes.put(queue, broker);
  }

  /// The broker of this queue; null if it lives in the store, or is not known here.
  @Nullable BrokerSource homeOf(String queue) {
    return homes.get(queue);
  }

  @Override
  public Settled turn(List<Settlement> settlements, List<QueueLimit> wishes) {
    var lost = new ArrayList<TaskId>();
    var leases = new ArrayList<Lease>();
    Duration next = null;
    RuntimeException failure = null;
    var own = settlements.stream().filter(s -> isOf(null, s.lease())).toList();
    var wished = wishes.stream().filter(wish -> !homes.containsKey(wish.queue())).toList();
    if (!own.isEmpty() || !wished.isEmpty()) {
      try {
        var settled = store.turn(own, wished);
        lost.addAll(settled.lost());
        leases.addAll(settled.next().leases());
        next = settled.next().next();
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    for (var broker : brokers) {
      var ended = settlements.stream().filter(s -> isOf(broker, s.lease())).toList();
      var wanted = wishes.stream().filter(wish -> homes.get(wish.queue()) == broker).toList();
      // What is leased in a turn that fails would be forgotten.
      var settled = broker.turn(ended, failure == null ? wanted : List.of());
      lost.addAll(settled.lost());
      leases.addAll(settled.next().leases());
      next = earlier(next, settled.next().next());
    }
    if (failure != null) {
      throw failure;
    }
    return new Settled(lost, new Leases(leases, next));
  }

  private boolean isOf(@Nullable BrokerSource home, Lease lease) {
    return homes.get(lease.work().queue()) == home;
  }

  private static @Nullable Duration earlier(@Nullable Duration a, @Nullable Duration b) {
    return a == null ? b : b == null || a.compareTo(b) < 0 ? a : b;
  }

  @Override
  public int tripsAtATime() {
    return 2;
  }

  @Override
  public HeartbeatReply extend(List<Heartbeat.Beat> beats) {
    var lost = new HashSet<TaskId>();
    var cancelling = new HashSet<TaskId>();
    for (var broker : brokers) {
      var its = beats.stream().filter(beat -> isOf(broker, beat.lease())).toList();
      if (!its.isEmpty()) {
        var reply = broker.extend(its);
        lost.addAll(reply.lost());
        cancelling.addAll(reply.cancelling());
      }
    }
    var reply = store.extend(beats.stream().filter(beat -> isOf(null, beat.lease())).toList());
    lost.addAll(reply.lost());
    cancelling.addAll(reply.cancelling());
    return new HeartbeatReply(lost, cancelling);
  }

  @Override
  public void draining() {
    store.draining();
  }

  @Override
  public void leave() {
    brokers.forEach(BrokerSource::leave);
    store.leave();
  }

  @Override
  public void upkeep() {
    store.upkeep();
  }
}
