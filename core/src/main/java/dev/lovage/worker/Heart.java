// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.LovageException;
import dev.lovage.TaskId;
import dev.lovage.spi.Heartbeat;
import dev.lovage.spi.HeartbeatReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the leases of all attempts alive from a thread of its own, which handlers can't starve.
/// The same round trip brings reports in and brings back what was lost or cancelled; the same
/// thread ends attempts whose time limit is over.
final class Heart {

  private static final Logger log = LoggerFactory.getLogger(Heart.class);
  private static final long REPORT_MILLIS = 300;
  private static final long RETRY_MILLIS = 1_000;

  private final TaskSource source;
  private final Duration interval;
  private final ConcurrentHashMap<TaskId, Attempt> attempts = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Attempt, Future<?>> limits = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor thread;
  private final AtomicBoolean reporting = new AtomicBoolean();
  private final AtomicBoolean retrying = new AtomicBoolean();
  private final AtomicBoolean beating = new AtomicBoolean();
  private volatile boolean healthy = true;
  private volatile Consumer<Attempt> overdue = attempt -> {};

  Heart(TaskSource source, Duration interval, String name) {
    this.source = source;
    this.interval = interval;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().daemon().name(name + "-heart").factory(),
            // A handler may still report to a worker that has stopped.
            new ThreadPoolExecutor.DiscardPolicy());
    thread.setRemoveOnCancelPolicy(true);
  }

  void start() {
    var _ =
        thread.scheduleAtFixedRate(
            () -> beat(attempts.values()), 0, interval.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// To be called with each attempt that goes on for longer than its grace after it was asked to
  /// stop; set before the first is held.
  void onOverdue(Consumer<Attempt> action) {
    overdue = action;
  }

  private void stop(Attempt attempt, Stop reason) {
    if (attempt.stop(reason)) {
      schedule(() -> overdue.accept(attempt), attempt.stopGrace().toMillis());
    }
  }

  void hold(Attempt attempt) {
    var older = attempts.put(attempt.lease().task(), attempt);
    if (older != null) {
      // This worker has leased again what it had lost, before a heartbeat told it so.
      stop(older, Stop.LOST);
    }
    var limit = attempt.lease().work().timeLimit();
    if (limit != null) {
      attempt.onBegin(() ->
          limits.put(
              attempt,
              thread.schedule(
                  () -> stop(attempt, Stop.TIME_LIMIT), limit.toNanos(), TimeUnit.NANOSECONDS)));
    }
  }

  void letGo(Attempt attempt) {
    attempts.remove(attempt.lease().task(), attempt);
    var limit = limits.remove(attempt);
    if (limit != null) {
      limit.cancel(false);
    }
  }

  int held() {
    return attempts.size();
  }

  Collection<Attempt> attempts() {
    return attempts.values();
  }

  boolean isHealthy() {
    return healthy;
  }

  /// Some attempt has something to report: it is collected shortly, together with what others say.
  void report() {
    if (reporting.compareAndSet(false, true)) {
      schedule(
          () -> {
            reporting.set(false);
            beat(attempts.values().stream().filter(a -> a.context().hasReport()).toList());
          },
          REPORT_MILLIS);
    }
  }

  /// A cancellation may have been requested: find out now.
  void beatNow() {
    if (!attempts.isEmpty() && beating.compareAndSet(false, true)) {
      schedule(
          () -> {
            beating.set(false);
            beat(attempts.values());
          },
          0);
    }
  }

  void stop() {
    thread.shutdownNow();
  }

  private void schedule(Runnable action, long millis) {
    var _ = thread.schedule(action, millis, TimeUnit.MILLISECONDS);
  }

  private void beat(Collection<Attempt> those) {
    try {
      var sent = new ArrayList<Attempt>(those);
      var beats =
          sent.stream().map(a -> new Heartbeat.Beat(a.lease(), a.context().report())).toList();
      var reply = source.extend(beats);
      for (int i = 0; i < beats.size(); i++) {
        took(sent.get(i), beats.get(i), reply);
      }
      healthy = true;
    } catch (RuntimeException | Error e) { // One that is thrown on would end the schedule.
      failed(e);
    }
  }

  /// The answer is for the attempt that was sent: by now another one may run the same task.
  private void took(Attempt attempt, Heartbeat.Beat beat, HeartbeatReply reply) {
    var id = beat.lease().task();
    if (reply.lost().contains(id)) {
      stop(attempt, Stop.LOST);
    } else {
      attempt.context().delivered(beat.report());
      if (reply.cancelling().contains(id)) {
        stop(attempt, Stop.CANCELLED);
      }
    }
  }

  private void failed(Throwable e) {
    if (healthy) {
      log.warn(
          "heartbeat failed, trying on: {}",
          e.getMessage(),
          e instanceof LovageException ? null : e);
    }
    healthy = false;
    if (retrying.compareAndSet(false, true)) {
      schedule(
          () -> {
            retrying.set(false);
            beat(attempts.values());
          },
          RETRY_MILLIS);
    }
  }
}
