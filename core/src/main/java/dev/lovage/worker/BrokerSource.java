// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.LovageException;
import dev.lovage.TaskId;
import dev.lovage.spi.BrokerEngine;
import dev.lovage.spi.Delivery;
import dev.lovage.spi.Heartbeat;
import dev.lovage.spi.HeartbeatReply;
import dev.lovage.spi.Lease;
import dev.lovage.spi.LeaseRequest.QueueLimit;
import dev.lovage.spi.Leases;
import dev.lovage.spi.Received;
import dev.lovage.spi.Settled;
import dev.lovage.spi.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work from a broker. This class alone knows the order in which an attempt must end, where no
/// transaction holds its parts together: **store the result, send the successors, then
/// acknowledge**. Whatever breaks in between, the message comes again: work may be repeated, and
/// nothing is lost. A message that comes again and has its result is not run again; what should
/// have followed is done, and it is acknowledged.
///
/// It throws at no caller when its broker is away, so that the worker's other queues go on: what
/// has ended is kept here and tried again until it is done or the worker leaves.
final class BrokerSource implements TaskSource {

  private static final Logger log = LoggerFactory.getLogger(BrokerSource.class);
  private static final Duration AGAIN = Duration.ofMillis(100);
  private static final int MOST_LOOKS = 20;
  private static final int LAST_TRIES = 30;

  private final BrokerEngine engine;
  private final Arrivals arrivals;
  private final Departures departures;
  private final Held held;
  private final Duration lease;
  private volatile boolean away;

  BrokerSource(
      BrokerEngine engine, Arrivals arrivals, Departures departures, Held held, Duration lease) {
    this.engine = engine;
    this.arrivals = arrivals;
    this.departures = departures;
    this.held = held;
    this.lease = lease;
  }

  @Override
  public Settled turn(List<Settlement> settlements, List<QueueLimit> wishes) {
    settlements.forEach(this::ended);
    List<TaskId> lost;
    try {
      lost = depart();
    } catch (LovageException e) {
      // Who can't get rid of results takes no more work.
      failed(e);
      return new Settled(List.of(), new Leases(List.of(), AGAIN));
    }
    return new Settled(lost, wishes.isEmpty() ? Leases.none() : receive(wishes));
  }

  /// An attempt that is not known here was settled by a turn before, of which another source
  /// failed.
  private void ended(Settlement settlement) {
    held.take(settlement.lease()).ifPresent(task -> departures.add(task, settlement));
  }

  private List<TaskId> depart() {
    if (departures.isEmpty()) {
      return List.of();
    }
    var lost = departures.depart(away);
    recovered();
    return lost;
  }

  private Leases receive(List<QueueLimit> wishes) {
    var leases = new ArrayList<Lease>();
    var wanted = wishes;
    try {
      for (int i = 0; i < MOST_LOOKS; i++) {
        var received = engine.broker().receive(wanted, lease);
        if (departures.isEmpty()) { // else what keeps the results does not answer yet
          recovered();
        }
        var fit = arrivals.sort(received);
        leases.addAll(fit);
        // What nobody is to run goes out at once, and others may come in its place.
        depart();
        wanted = unfulfilled(wanted, received, fit);
        if (wanted.isEmpty()) {
          return new Leases(leases, received.next());
        }
      }
    } catch (LovageException e) {
      failed(e);
    }
    return new Leases(leases, AGAIN);
  }

  /// What to ask for once more: of those queues that gave all they were asked for, what was not fit
  /// to be run.
  private static List<QueueLimit> unfulfilled(
      List<QueueLimit> asked, Received received, List<Lease> leases) {
    if (leases.size() == received.deliveries().size()) {
      return List.of();
    }
    var again = new ArrayList<QueueLimit>();
    for (var wish : asked) {
      long got = received.deliveries().stream().filter(d -> d.queue().equals(wish.queue())).count();
      long fit = leases.stream().filter(l -> l.work().queue().equals(wish.queue())).count();
      if (got >= wish.limit() && fit < wish.limit()) {
        again.add(new QueueLimit(wish.queue(), (int) (wish.limit() - fit), wish.most()));
      }
    }
    return again;
  }

  @Override
  public int tripsAtATime() {
    return 2;
  }

  @Override
  public HeartbeatReply extend(List<Heartbeat.Beat> beats) {
    var deliveries = new ArrayList<Delivery>();
    var holding = new ArrayList<Lease>();
    for (var beat : beats) {
      held.find(beat.lease())
          .filter(its -> !its.isAcknowledged())
          .ifPresent(task -> {
            deliveries.add(task.task().delivery());
            holding.add(beat.lease());
          });
    }
    try {
      Set<String> gone =
          deliveries.isEmpty() ? Set.of() : engine.broker().extend(deliveries, lease);
      var lost = new HashSet<TaskId>();
      for (int i = 0; i < deliveries.size(); i++) {
        if (gone.contains(deliveries.get(i).receipt())) {
          lost.add(holding.get(i).task());
        }
      }
      departures.progress(beats);
      return new HeartbeatReply(lost, held.cancelling());
    } catch (LovageException e) {
      log.debug("{}: could not extend leases: {}", engine.description(), e.getMessage());
      return new HeartbeatReply(Set.of(), held.cancelling());
    }
  }

  private void failed(LovageException e) {
    if (!away) {
      log.warn(
          "{} does not answer, trying on; {} results are kept: {}",
          engine.description(),
          departures.size(),
          e.getMessage());
    }
    away = true;
  }

  private void recovered() {
    if (away) {
      log.info("{} answers again", engine.description());
    }
    away = false;
  }

  @Override
  public void draining() {}

  /// The last chance for what is kept: a few seconds of it.
  @Override
  public void leave() {
    for (int i = 1; i < LAST_TRIES; i++) {
      try {
        depart();
        return;
      } catch (LovageException e) {
        failed(e);
        LockSupport.parkNanos(this, AGAIN.toNanos());
      }
    }
    try {
      depart();
    } catch (LovageException e) {
      log.warn(
          "{}: {} results are given up; their messages will come again: {}",
          engine.description(),
          departures.size(),
          e.getMessage());
    }
  }

  @Override
  public void upkeep() {}
}
