// SPDX-License-Identifier: Apache-2.0
package dev.lovage.testkit;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.spi.Broker;
import dev.lovage.spi.BrokerFeature;
import dev.lovage.spi.Delivery;
import dev.lovage.spi.LeaseRequest.QueueLimit;
import dev.lovage.spi.Message;
import dev.lovage.spi.Outgoing;
import dev.lovage.spi.Received;
import dev.lovage.spi.Rejected;
import dev.lovage.spi.Rejection;
import dev.lovage.spi.Release;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// The queues of a broker in memory: one list of messages under one lock, looked through at each
/// call.
final class MemoryQueues implements Broker {

  private static final int MOST_REJECTED = 1_000;
  private static final int NO_URGENCY = 5;

  private final InstantSource clock;
  private final Set<BrokerFeature> features;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Entry> held = new LinkedHashMap<>();
  private final List<Rejected> rejected = new ArrayList<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private long lastOrder;
  private long lastReceipt;

  private record Listener(Set<String> queues, Runnable ready) {}

  /// One message. What was given back has a lower order than all that was sent.
  private record Entry(
      String queue, Message message, int urgency, long order, Instant at, int lost, boolean again) {

    Entry back(Instant when, boolean isLost) {
      return new Entry(
          queue, message, urgency, -Math.abs(order), when, isLost ? lost + 1 : lost, true);
    }

    /// The same with the end of its holding, or the time at which it is due.
    Entry until(Instant when) {
      return new Entry(queue, message, urgency, order, when, lost, again);
    }
  }

  MemoryQueues(InstantSource clock, Set<BrokerFeature> features) {
    this.clock = clock;
    this.features = Set.copyOf(features);
  }

  @Override
  public Set<BrokerFeature> features() {
    return features;
  }

  @Override
  public void send(List<Outgoing> messages) {
    if (messages.stream().anyMatch(m -> m.urgency() != null)) {
      require(BrokerFeature.PRIORITY);
    }
    var queues = new HashSet<String>();
    synchronized (this) {
      for (var outgoing : messages) {
        var urgency = Optional.ofNullable(outgoing.urgency()).orElse(NO_URGENCY);
        entries.add(
            new Entry(
                outgoing.queue(),
                outgoing.message(),
                urgency,
                ++lastOrder,
                clock.instant(),
                0,
                false));
        queues.add(outgoing.queue());
      }
    }
    tell(queues);
  }

  @Override
  public synchronized Received receive(List<QueueLimit> queues, Duration lease) {
    reclaim();
    var now = clock.instant();
    var deliveries = new ArrayList<Delivery>();
    for (var wish : queues) {
      var ready =
          entries.stream()
              .filter(e -> e.queue.equals(wish.queue()) && !e.at.isAfter(now))
              .sorted(
                  Comparator.<Entry>comparingInt(e -> -e.urgency).thenComparingLong(e -> e.order))
              .limit(wish.limit())
              .toList();
      for (var entry : ready) {
        entries.remove(entry);
        var receipt = "r" + ++lastReceipt;
        var until = now.plus(lease);
        held.put(receipt, entry.until(until));
        deliveries.add(
            new Delivery(entry.queue, entry.message, receipt, entry.again, entry.lost, until));
      }
    }
    var names = queues.stream().map(QueueLimit::queue).toList();
    var next =
        entries.stream()
            .filter(e -> names.contains(e.queue) && e.at.isAfter(now))
            .map(e -> Duration.between(now, e.at))
            .min(Comparator.naturalOrder());
    return new Received(deliveries, now, next.orElse(null));
  }

  /// Queues again what somebody has held for too long.
  private void reclaim() {
    var now = clock.instant();
    for (var receipt : List.copyOf(held.keySet())) {
      var entry = held.get(receipt);
      if (entry != null && !entry.at.isAfter(now)) {
        held.remove(receipt);
        entries.add(entry.back(now, true));
      }
    }
  }

  @Override
  public synchronized Set<String> extend(Collection<Delivery> deliveries, Duration lease) {
    reclaim();
    var until = clock.instant().plus(lease);
    var lost = new HashSet<String>();
    for (var delivery : deliveries) {
      var entry = held.get(delivery.receipt());
      if (entry == null) {
        lost.add(delivery.receipt());
      } else {
        held.put(delivery.receipt(), entry.until(until));
      }
    }
    return lost;
  }

  @Override
  public Set<String> ack(Collection<Delivery> deliveries) {
    return take(deliveries, entry -> true);
  }

  @Override
  public Set<String> release(List<Release> releases) {
    if (releases.stream().anyMatch(r -> !r.delay().isZero())) {
      require(BrokerFeature.DELAY);
    }
    var lost = new HashSet<String>();
    var queues = new HashSet<String>();
    for (var release : releases) {
      lost.addAll(
          take(
              List.of(release.delivery()),
              entry -> entries.add(entry.back(clock.instant().plus(release.delay()), false))));
      queues.add(release.delivery().queue());
    }
    tell(queues);
    return lost;
  }

  @Override
  public Set<String> reject(List<Rejection> rejections) {
    var lost = new HashSet<String>();
    for (var rejection : rejections) {
      lost.addAll(take(List.of(rejection.delivery()), entry -> keep(entry, rejection.reason())));
    }
    return lost;
  }

  private boolean keep(Entry entry, String reason) {
    if (features.contains(BrokerFeature.KEEP_REJECTED)) {
      rejected.addFirst(
          new Rejected(entry.queue, clock.instant(), reason, entry.message.toString()));
      var its = rejected.stream().filter(r -> r.queue().equals(entry.queue)).toList();
      rejected.removeAll(its.subList(Math.min(MOST_REJECTED, its.size()), its.size()));
    }
    return true;
  }

  private synchronized Set<String> take(Collection<Delivery> deliveries, Predicate<Entry> action) {
    reclaim();
    var lost = new HashSet<String>();
    for (var delivery : deliveries) {
      var entry = held.remove(delivery.receipt());
      if (entry == null || !action.test(entry)) {
        lost.add(delivery.receipt());
      }
    }
    return lost;
  }

  @Override
  public synchronized List<Rejected> rejected(String queue, int limit) {
    require(BrokerFeature.KEEP_REJECTED);
    return rejected.stream().filter(r -> r.queue().equals(queue)).limit(limit).toList();
  }

  @Override
  public synchronized Map<String, Long> waiting(Collection<String> queues) {
    require(BrokerFeature.COUNT);
    var waiting = new LinkedHashMap<String, Long>();
    for (var queue : queues) {
      waiting.put(queue, entries.stream().filter(e -> e.queue.equals(queue)).count());
    }
    return waiting;
  }

  @Override
  public AutoCloseable listen(Collection<String> queues, Runnable ready) {
    var listener = new Listener(Set.copyOf(queues), ready);
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /// Time has moved: anything may be due.
  void wake() {
    listeners.forEach(listener -> listener.ready.run());
  }

  private void tell(Set<String> queues) {
    for (var listener : listeners) {
      if (listener.queues.stream().anyMatch(queues::contains)) {
        listener.ready.run();
      }
    }
  }

  private void require(BrokerFeature feature) {
    if (!features.contains(feature)) {
      throw new LovageException(
          ErrorCode.INVALID,
          "broker: this one has no " + feature.words() + "; use one that has, or do without");
    }
  }
}
