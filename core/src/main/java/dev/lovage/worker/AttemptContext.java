// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.ErrorCode;
import dev.lovage.LogLine;
import dev.lovage.LovageException;
import dev.lovage.Progress;
import dev.lovage.SubmitOptions;
import dev.lovage.TaskContext;
import dev.lovage.TaskId;
import dev.lovage.TaskType;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.Lease;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.Report;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What one attempt has been told and has said. The handler writes, the heartbeat reads.
final class AttemptContext implements TaskContext {

  private static final int MAX_LINES = 1_000;
  private static final int MAX_LINE = 2_000;
  private static final int MAX_SUBMITS = 10_000;
  private static final int MAX_CHECKPOINT = 1 << 20;

  private final Lease lease;
  private final InstantSource clock;
  private volatile @Nullable Instant deadline;
  private final Runnable reported;
  private final boolean fromBroker;
  private volatile @Nullable Stop stop;
  private final Outbox outbox = new Outbox();
  private final List<NewTask> then = new ArrayList<>();
  private int lineCount;

  /// @param reported called when there is something new for [#report()]
  /// @param fromBroker whether the task's queue lives at a broker
  AttemptContext(Lease lease, InstantSource clock, Runnable reported, boolean fromBroker) {
    this.lease = lease;
    this.clock = clock;
    this.reported = reported;
    this.fromBroker = fromBroker;
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
  public String type() {
    return lease.work().type();
  }

  @Override
  public void progress(double fraction, String message) {
    outbox.progress(
        new Progress(
            fraction, message.length() <= MAX_LINE ? message : message.substring(0, MAX_LINE)));
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
      outbox.line(new LogLine(clock.instant(), lease.attempt(), lineCount, text));
    }
    reported.run();
  }

  @Override
  public <A> TaskId submit(TaskType<A, ?> type, A argument, Consumer<SubmitOptions> options) {
    var task = type.draft(argument, options);
    synchronized (then) {
      if (then.size() == MAX_SUBMITS) {
        throw new LovageException(
            ErrorCode.INVALID,
            "submit: an attempt may submit "
                + MAX_SUBMITS
                + " tasks; let one of them submit the rest");
      }
      then.add(task);
    }
    return task.id();
  }

  @Override
  public void checkpoint(Object value) {
    outbox.checkpoint(sized("checkpoint", JsonCodec.encode("checkpoint", value), MAX_CHECKPOINT));
    reported.run();
  }

  @Override
  public <T> Optional<T> checkpoint(Class<T> type) {
    var json = lease.work().checkpoint();
    return json == null
        ? Optional.empty()
        : Optional.ofNullable(JsonCodec.decode("checkpoint", json, type));
  }

  @Override
  public void publish(Object value) {
    if (lease.work().publishes() == null) {
      throw new LovageException(
          ErrorCode.INVALID,
          "publish: the type "
              + type()
              + " publishes to no served value; declare it with publishes");
    }
    outbox.interim(sized("publish", JsonCodec.encode("publish", value), JsonCodec.MAX_RESULT));
    reported.run();
  }

  private static String sized(String field, String json, int max) {
    if (json.length() > max) {
      throw new LovageException(
          ErrorCode.TOO_LARGE,
          "%s: has %,d characters of JSON, more than %,d; store it elsewhere and give its name"
              .formatted(field, json.length(), max));
    }
    return json;
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
  public RuntimeException reject(String reason) {
    return new Refusal(reason);
  }

  @Override
  public RuntimeException replace(String canvas) {
    if (!fromBroker) {
      throw new LovageException(
          ErrorCode.INVALID,
          "replace: queue "
              + lease.work().queue()
              + " lives in the store, which knows no canvases; submit the parts with"
              + " context.submit, or let the queue live at a broker");
    }
    return new Replacement(canvas);
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

  /// What to submit with the result.
  List<NewTask> then() {
    synchronized (then) {
      return List.copyOf(then);
    }
  }

  boolean hasReport() {
    return !outbox.isEmpty();
  }

  Report report() {
    return outbox.report();
  }

  void delivered(Report report) {
    outbox.delivered(report);
  }
}
