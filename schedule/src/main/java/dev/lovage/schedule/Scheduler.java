// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import dev.lovage.LovageException;
import dev.lovage.TaskId;
import dev.lovage.Tickers;
import dev.lovage.spi.DueTickers;
import dev.lovage.spi.SignalListener;
import dev.lovage.spi.Tick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs schedules and triggers, in this process: a thread that sleeps until the next one is due.
/// Any number of processes may do so over one store; each tick is carried out by one of them, and
/// no process is special. Started by [Schedules#start], [Triggers#start] or [Triggers#startWith].
public final class Scheduler implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Scheduler.class);
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(30);
  private static final Duration RETRY = Duration.ofSeconds(1);
  // Somebody else is at it.
  private static final Duration LOST = Duration.ofMillis(10);
  // Ticks that are due at the same moment are accepted by then and only have to be started.
  private static final Duration AHEAD = Duration.ofSeconds(1);
  // Carried out in one transaction, which others have to wait for.
  private static final int MOST = 500;

  private final Tickers tickers;
  private final List<Ticking> kinds;
  private final Alarm alarm = new Alarm();
  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean failing;

  private Scheduler(Tickers tickers, List<Ticking> kinds) {
    this.tickers = tickers;
    this.kinds = List.copyOf(kinds);
  }

  static Scheduler start(Tickers tickers, List<Ticking> kinds) {
    kinds.forEach(Ticking::putDeclared);
    var scheduler = new Scheduler(tickers, kinds);
    Thread.ofPlatform().daemon().name("lovage-scheduler").start(scheduler::run);
    return scheduler;
  }

  /// One without a thread, for tests on manual time and for programs that have a timer of their
  /// own: each [#turn] does what is to be done then. Puts what was declared into the store.
  public static Scheduler byHand(Schedules schedules, Triggers triggers) {
    var kinds = List.of(schedules.ticking(), triggers.eagerTicking());
    kinds.forEach(Ticking::putDeclared);
    var scheduler = new Scheduler(triggers.tickers(), kinds);
    scheduler.ended.countDown();
    return scheduler;
  }

  /// Carries out what is due now, for one that was made [#byHand].
  ///
  /// @return whether there was anything
  public boolean turn() {
    var ticks = ticks(tickers.due(Duration.ZERO, MOST));
    return !ticks.isEmpty() && fire(ticks);
  }

  private void run() {
    try (var _ = tickers.listen(new Bell(alarm))) {
      Duration wait;
      do {
        wait = carryOn();
      } while (alarm.await(wait));
    } catch (Exception e) {
      log.error("schedules and triggers do not run in this process any more", e);
    } finally {
      ended.countDown();
    }
  }

  private record Bell(Alarm alarm) implements SignalListener {
    @Override
    public void ready() {
      alarm.ring();
    }

    @Override
    public void ended(List<TaskId> ids) {
      alarm.ring();
    }

    @Override
    public void changed() {
      alarm.ring();
    }
  }

  private Duration carryOn() {
    try {
      var wait = look();
      if (failing) {
        failing = false;
        log.info("schedules and triggers run again");
      }
      return wait;
    } catch (RuntimeException | Error e) { // One that is thrown on would end them all.
      if (!failing) {
        failing = true;
        log.warn(
            "schedules and triggers are held up, trying on: {}",
            e.getMessage(),
            e instanceof LovageException ? null : e);
      }
      return RETRY;
    }
  }

  /// @return how long there is nothing to do
  private Duration look() {
    var sleep = LONGEST_SLEEP;
    for (var kind : kinds) {
      var next = kind.look();
      sleep = next.compareTo(sleep) < 0 ? next : sleep;
    }
    var due = tickers.due(AHEAD, MOST);
    var ticks = ticks(due);
    if (!ticks.isEmpty()) {
      return fire(ticks) ? Duration.ZERO : LOST;
    }
    return untilNext(due, sleep);
  }

  private List<Tick> ticks(DueTickers due) {
    var ticks = new ArrayList<Tick>();
    for (var kind : kinds) {
      ticks.addAll(kind.ticks(due));
    }
    return ticks;
  }

  private static Duration untilNext(DueTickers due, Duration sleep) {
    var next = due.next() == null ? due.now().plus(sleep) : due.next().minus(AHEAD);
    // What can't be carried out ahead is waited for.
    return Stream.concat(
            Stream.of(next, due.now().plus(sleep)),
            due.tickers().stream().map(ticker -> ticker.position().dueAt()))
        .filter(at -> at != null && at.isAfter(due.now()))
        .min(Comparator.naturalOrder())
        .map(at -> Duration.between(due.now(), at))
        .orElse(Duration.ZERO);
  }

  /// @return whether any of them was carried out
  private boolean fire(List<Tick> ticks) {
    try {
      return tickers.fire(ticks).stream().anyMatch(fired -> fired.won());
    } catch (LovageException e) {
      if (e.isTransient()) {
        throw e;
      }
      return fireEach(ticks);
    }
  }

  /// One of them can't be carried out, which must not keep the others from it.
  private boolean fireEach(List<Tick> ticks) {
    boolean won = false;
    for (var tick : ticks) {
      try {
        won |= tickers.fire(List.of(tick)).getFirst().won();
      } catch (LovageException e) {
        if (e.isTransient()) {
          throw e;
        }
        kinds.forEach(kind -> kind.broken(tick, e));
      }
    }
    return won;
  }

  /// Returns when nothing is fired here any more. What is due then is carried out by another
  /// process, or when one is started.
  @Override
  public void close() {
    alarm.stop();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
