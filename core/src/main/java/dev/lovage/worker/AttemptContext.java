// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.ErrorCode;
import dev.lovage.LogLine;
import dev.lovage.LovageException;
import dev.lovage.Progress;
import dev.lovage.TaskContext;
import dev.lovage.TaskId;
import dev.lovage.spi.Lease;
import dev.lovage.spi.Report;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// What one attempt has been told and has said. The handler writes, the heartbeat reads.
final class AttemptContext implements TaskContext {

  private static final int MAX_LINES = 1_000;
  private static final int MAX_LINE = 2_000;

  private final Lease lease;
  private final InstantSource clock;
  private volatile @Nullable Instant deadline;
  private final Runnable reported;
  private volatile @Nullable Stop stop;
  private @Nullable Progress progress;
  private List<LogLine> lines = List.of();
  private Report undelivered = Report.empty();
  private int lineCount;

  /// @param reported called when there is something new for [#report()]
  AttemptContext(Lease lease, InstantSource clock, Runnable reported) {
    this.lease = lease;
    this.clock = clock;
    this.reported = reported;
  }

  @Override
  public TaskId id() {
    return lease.task();
  }

  @Override
  public int attempt() {
    return lease.attempt();
  }

  @Override
  public void progress(double fraction, String message) {
    var next =
        new Progress(
            fraction, message.length() <= MAX_LINE ? message : message.substring(0, MAX_LINE));
    synchronized (this) {
      progress = next;
    }
    reported.run();
  }

  @Override
  public void log(String line) {
    synchronized (this) {
      if (lineCount > MAX_LINES) {
        return;
      }
      var text =
          lineCount == MAX_LINES
              ? "… more than " + MAX_LINES + " lines; the rest is left out"
              : line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE);
      lineCount++;
      if (lines.isEmpty()) {
        lines = new ArrayList<>();
      }
      lines.add(new LogLine(clock.instant(), lease.attempt(), lineCount, text));
    }
    reported.run();
  }

  @Override
  public boolean isCancelled() {
    return stop != null;
  }

  @Override
  public void checkCancelled() {
    var reason = stop;
    if (reason != null) {
      throw new CancellationException("task " + id() + " was asked to stop: " + reason);
    }
  }

  @Override
  public RuntimeException snooze(Duration delay) {
    if (!delay.isPositive()) {
      throw new LovageException(
          ErrorCode.INVALID, "delay: must be positive, but is " + delay + "; use at least 1 ms");
    }
    return new Snooze(delay);
  }

  @Override
  public Optional<Instant> deadline() {
    return Optional.ofNullable(deadline);
  }

  /// The attempt begins, and with it its time.
  void begin() {
    var limit = lease.work().timeLimit();
    if (limit != null) {
      deadline = clock.instant().plus(limit);
    }
  }

  /// The first reason stands.
  synchronized boolean stop(Stop reason) {
    if (stop != null && reason != Stop.LOST) {
      return false;
    }
    stop = reason;
    return true;
  }

  @Nullable Stop stop() {
    return stop;
  }

  synchronized boolean hasReport() {
    return progress != null || !lines.isEmpty() || !undelivered.isEmpty();
  }

  /// What was said and is not known to have arrived. A heartbeat and the settlement may both carry
  /// it; the store takes each line once.
  synchronized Report report() {
    if (progress != null || !lines.isEmpty()) {
      var all = new ArrayList<>(undelivered.log());
      all.addAll(lines);
      undelivered = new Report(progress != null ? progress : undelivered.progress(), all);
      progress = null;
      lines = List.of();
    }
    return undelivered;
  }

  /// This much has arrived; more may have been said meanwhile.
  synchronized void delivered(Report report) {
    var log = undelivered.log();
    undelivered =
        new Report(
            Objects.equals(undelivered.progress(), report.progress())
                ? null
                : undelivered.progress(),
            List.copyOf(log.subList(report.log().size(), log.size())));
  }
}
