// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.LovageException;
import dev.lovage.spi.Lease;
import dev.lovage.spi.LeaseRequest.QueueLimit;
import dev.lovage.spi.Settled;
import dev.lovage.spi.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that decides what is leased and settled, in turns: settle what has ended and
/// lease for what is free, in one round trip; hand the leases out; wait until something ended, a
/// signal came, or something is due. While round trips are under way the next settlements gather,
/// so batches grow with the load.
final class Dispatcher {

  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
  private static final long STALE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long MAX_BACKOFF_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Trips trips;
  private final Slots slots;
  private final CpuPool pool;
  private final Heart heart;
  private final Function<Lease, Attempt> attempts;
  private final long pollNanos;

  /// An attempt that has left its thread; without a settlement its lease was lost.
  private record Ended(Attempt attempt, Optional<Settlement> settlement) {}

  private final ConcurrentLinkedQueue<Ended> ended = new ConcurrentLinkedQueue<>();
  private final AtomicInteger endedCount = new AtomicInteger();
  private final ConcurrentLinkedQueue<Attempt> overdue = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Consumer<Slots>> changes = new ConcurrentLinkedQueue<>();
  private final List<Settlement> unsettled = new ArrayList<>();
  private final Set<Attempt> abandoned = new HashSet<>();
  private final Semaphore wake = new Semaphore(0);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean signalled;
  private volatile boolean healthy = true;
  private final Drain drain = new Drain();
  private long nextDueAt = System.nanoTime();
  private long backoffNanos;

  Dispatcher(
      TaskSource source,
      Slots slots,
      CpuPool pool,
      Heart heart,
      Function<Lease, Attempt> attempts,
      Duration poll) {
    this.trips = new Trips(source, wake::release);
    this.slots = slots;
    this.pool = pool;
    this.heart = heart;
    this.attempts = attempts;
    this.pollNanos = poll.toNanos();
  }

  /// Runs until the worker is drained.
  void run() {
    try {
      while (!isDone()) {
        try {
          turn();
          await();
        } catch (InterruptedException e) {
          // Only drain() ends this thread; a stray interrupt must not lose settlements.
          log.debug("dispatcher interrupted; going on");
        } catch (RuntimeException | Error e) {
          // Memory that a handler has taken may be missing here; without this thread the worker
          // would hold its leases and do nothing. What was half done here runs out by itself.
          failed(e);
        }
      }
    } finally {
      trips.close();
      stopped.countDown();
    }
  }

  private boolean isDone() {
    if (!drain.hasBegun()) {
      return false;
    }
    if (slots.isEmpty() && unsettled.isEmpty() && ended.isEmpty() && trips.isIdle()) {
      return true;
    }
    boolean hopeless = !healthy && drain.isHopeless();
    if (hopeless) {
      log.warn("the store does not answer; {} leases will run out by themselves", slots.held());
    }
    return hopeless;
  }

  /// There may be work.
  void signal() {
    signalled = true;
    wake.release();
  }

  /// Changes what is leased from now on.
  void change(Consumer<Slots> change) {
    changes.add(change);
    wake.release();
  }

  /// An attempt has left its thread.
  void ended(Attempt attempt, Optional<Settlement> settlement) {
    ended.add(new Ended(attempt, settlement));
    endedCount.incrementAndGet();
    // To be woken for each one would cost more than many a task.
    if (isTimeToSettle()) {
      wake.release();
    }
  }

  /// Each that has ended is one to settle, and room for one to lease.
  private boolean isTimeToSettle() {
    return trips.areWorth(2 * endedCount.get());
  }

  /// An attempt was asked to stop a while ago and may still run.
  void overdue(Attempt attempt) {
    overdue.add(attempt);
    wake.release();
  }

  void drain(Duration grace) {
    drain.begin(grace);
    wake.release();
  }

  void awaitStopped() throws InterruptedException {
    stopped.await();
  }

  boolean isHealthy() {
    return healthy && stopped.getCount() > 0;
  }

  private void turn() {
    long now = System.nanoTime();
    land();
    collect();
    giveUpOverdue();
    for (var change = changes.poll(); change != null; change = changes.poll()) {
      change.accept(slots);
    }
    if (signalled || now - nextDueAt >= 0) {
      signalled = false;
      slots.wake();
      nextDueAt = now + pollNanos;
    }
    boolean draining = drain.hasBegun();
    release(draining ? pool.takeWaiting() : pool.takeStale(STALE_NANOS));
    drain.end(heart.attempts()).forEach(this::giveBack);
    var wishes = draining ? List.<QueueLimit>of() : slots.wishes(pool.capacity());
    if (trips.isTimeFor(unsettled.size(), wishes)) {
      trips.begin(List.copyOf(unsettled), wishes);
      slots.asked(wishes);
      unsettled.clear();
      land();
    }
  }

  private void land() {
    for (var trip = trips.next(); trip != null; trip = trips.next()) {
      var settled = trip.settled();
      if (settled == null) {
        slots.refused(trip.wishes());
        unsettled.addAll(0, trip.settlements());
        failed(Objects.requireNonNull(trip.failure()));
      } else {
        took(trip.wishes(), settled);
        recovered();
      }
    }
  }

  private void collect() {
    endedCount.set(0);
    for (var end = ended.poll(); end != null; end = ended.poll()) {
      if (!abandoned.remove(end.attempt())) {
        heart.letGo(end.attempt());
        slots.gave(end.attempt());
        end.settlement().ifPresent(unsettled::add);
      }
    }
  }

  private void giveUpOverdue() {
    for (var attempt = overdue.poll(); attempt != null; attempt = overdue.poll()) {
      var late = attempt;
      attempt
          .giveUp()
          .ifPresent(given -> {
            abandon(late);
            pool.replace(late);
            given.settlement().ifPresent(unsettled::add);
          });
    }
  }

  /// What its thread brings back one day is not wanted.
  private void abandon(Attempt attempt) {
    abandoned.add(attempt);
    heart.letGo(attempt);
    slots.gave(attempt);
  }

  private void release(List<Attempt> waiting) {
    for (var attempt : waiting) {
      heart.letGo(attempt);
      slots.gave(attempt);
      attempt.release().ifPresent(unsettled::add);
    }
  }

  private void took(List<QueueLimit> wishes, Settled settled) {
    for (var id : settled.lost()) {
      // After a failed turn this may be our own settlement, of which only the answer was lost.
      log.warn(
          "task {}: not settled, {}",
          id,
          healthy
              ? "its lease was lost; another attempt counts"
              : "or settled before the store failed");
    }
    slots.answered(wishes, settled.next().leases());
    for (var lease : settled.next().leases()) {
      var attempt = attempts.apply(lease);
      slots.took(attempt);
      heart.hold(attempt);
      if (attempt.isIo()) {
        Thread.ofVirtual().name("lovage-io-" + lease.task()).start(() -> run(attempt));
      } else {
        pool.submit(attempt);
      }
    }
    var next = settled.next().next();
    if (next != null) {
      nextDueAt = Math.min(nextDueAt, System.nanoTime() + next.toNanos());
    }
  }

  void run(Attempt attempt) {
    Optional<Settlement> settlement = Optional.empty();
    try {
      settlement = attempt.run();
    } catch (RuntimeException | Error e) {
      // Not the handler's, which is an outcome: nothing was left to make one of. The lease runs
      // out.
      log.error("task {}: its attempt could not be ended", attempt.lease().task(), e);
    } finally {
      ended(attempt, settlement);
    }
  }

  private void giveBack(Attempt attempt) {
    attempt
        .release()
        .ifPresent(settlement -> {
          log.warn("task {}: still runs after the grace; released", attempt.lease().task());
          abandon(attempt);
          unsettled.add(settlement);
        });
  }

  private void await() throws InterruptedException {
    long now = System.nanoTime();
    long nanos = nextDueAt - now;
    if (backoffNanos > 0) {
      // Signals must not turn an outage into a busy loop.
      LockSupport.parkNanos(this, backoffNanos);
      return;
    }
    if (isTimeToSettle()
        || (!drain.hasBegun() && trips.isTimeFor(0, slots.wishes(pool.capacity())))) {
      return;
    }
    nanos = drain.atMost(nanos);
    if (pool.isWaiting()) {
      nanos = Math.min(nanos, STALE_NANOS);
    }
    if (wake.tryAcquire(Math.max(nanos, 0), TimeUnit.NANOSECONDS)) {
      wake.drainPermits();
    }
  }

  private void recovered() {
    if (!healthy) {
      log.info("the store answers again");
    }
    healthy = true;
    backoffNanos = 0;
  }

  private void failed(Throwable e) {
    if (healthy) {
      log.warn(
          "the store did not take {} settlements, trying on: {}",
          unsettled.size(),
          e.getMessage(),
          e instanceof LovageException ? null : e);
    }
    healthy = false;
    backoffNanos = Math.min(Math.max(backoffNanos * 2, 10_000_000), MAX_BACKOFF_NANOS);
  }
}
