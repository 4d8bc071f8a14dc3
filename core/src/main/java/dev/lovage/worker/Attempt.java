// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.Backoff;
import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.RetryPolicy;
import dev.lovage.TaskError;
import dev.lovage.TaskHandler;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.Lease;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.Settlement;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run of a task:
///
/// 1. begin, unless the lease was given back meanwhile
/// 2. decode the argument
/// 3. call the handler, with the context bound to the thread
/// 4. encode the result
/// 5. decide the outcome, by the retry policy if something was thrown
/// 6. end: from here on nothing interrupts the thread
final class Attempt {

  private static final Logger log = LoggerFactory.getLogger(Attempt.class);

  private final Lease lease;
  private final TaskDefinition<?, ?> definition;
  private final AttemptContext context;
  private final RandomGenerator random;
  private final long leasedNanos = System.nanoTime();
  private @Nullable Thread thread;
  private boolean ended;
  private boolean givenUp;
  private Runnable onBegin = () -> {};

  Attempt(
      Lease lease,
      TaskDefinition<?, ?> definition,
      AttemptContext context,
      RandomGenerator random) {
    this.lease = lease;
    this.definition = definition;
    this.context = context;
    this.random = random;
  }

  /// To be called when the attempt begins, after what was set before; set before it is handed to
  /// its thread.
  void onBegin(Runnable action) {
    var before = onBegin;
    onBegin =
        () -> {
          before.run();
          action.run();
        };
  }

  /// Runs the attempt on this thread.
  ///
  /// @return what to settle, or empty if the lease is no longer this attempt's
  Optional<Settlement> run() {
    if (!begin()) {
      return Optional.empty();
    }
    Outcome outcome;
    try {
      outcome = succeeded(call(definition));
    } catch (Throwable thrown) { // An Error too is the end of an attempt, and not of its worker.
      outcome = thrown(thrown);
    } finally {
      end();
    }
    return settlement(outcome);
  }

  /// Gives the lease back. An attempt that has not begun never will; one that runs is on its own.
  ///
  /// @return what to settle, or empty if the attempt has ended by itself
  Optional<Settlement> release() {
    synchronized (this) {
      if (ended) {
        return Optional.empty();
      }
      ended = true;
    }
    var settlement = settlement(new Outcome.Released());
    context.stop(Stop.LOST);
    return settlement;
  }

  /// Gives up an attempt that was asked to stop and goes on: it is settled as if it had stopped,
  /// and its thread is left to itself.
  ///
  /// @return whether the attempt was still running, with what to settle
  Optional<Abandoned> giveUp() {
    Thread stuck;
    synchronized (this) {
      if (ended || thread == null) {
        return Optional.empty();
      }
      ended = true;
      givenUp = true;
      stuck = thread;
    }
    var at = Abandoned.stackOf(stuck);
    log.error(
        "task {} {}: was asked to stop ({}) and goes on after {}; it is given up, and its thread {}"
            + " with it, which is at\n{}",
        lease.task(),
        type(),
        context.stop(),
        definition.running().stopGrace(),
        stuck.getName(),
        at);
    context.log("given up: asked to stop and went on; its thread was at\n" + at);
    var settlement = settlement(thrown(new Abandoned.StillRunning(at)));
    context.stop(Stop.LOST);
    return Optional.of(new Abandoned(settlement));
  }

  /// Exact once the attempt has left its thread: what ended first, it or the patience with it.
  synchronized boolean isGivenUp() {
    return givenUp;
  }

  Duration stopGrace() {
    return definition.running().stopGrace();
  }

  /// Asks the attempt to stop, by its context and by interrupt.
  ///
  /// @return whether this is the first that it hears of it
  boolean stop(Stop reason) {
    synchronized (this) {
      if (!ended && context.stop(reason)) {
        if (reason == Stop.LOST) {
          log.warn(
              "task {}: its lease was lost, what this attempt does counts no more", lease.task());
        }
        if (thread != null) {
          thread.interrupt();
        }
        return true;
      }
      return false;
    }
  }

  Lease lease() {
    return lease;
  }

  AttemptContext context() {
    return context;
  }

  boolean isIo() {
    return definition.io();
  }

  long leasedNanos() {
    return leasedNanos;
  }

  private synchronized boolean begin() {
    if (ended || context.stop() == Stop.LOST) {
      return false;
    }
    thread = Thread.currentThread();
    context.begin();
    onBegin.run();
    return true;
  }

  private synchronized void end() {
    thread = null;
    ended = true;
    // Of one that was given up nothing is settled, since its lease counts as lost.
    // The thread goes on to the next attempt: an interrupt meant for this one ends here.
    Thread.interrupted();
  }

  private <A, R> String call(TaskDefinition<A, R> type) throws Exception {
    if (context.stop() == Stop.CANCELLED) {
      context.checkCancelled();
    }
    TaskHandler<A, R> handler = Objects.requireNonNull(type.handler());
    A argument;
    try {
      argument = type.readArgument(lease.work().type(), lease.work().argument());
    } catch (RuntimeException e) { // An upcaster may throw anything.
      throw new PermanentFailure(e);
    }
    var result = CurrentTask.with(context, () -> handler.run(argument, context));
    try {
      return checkSize(JsonCodec.encode("result", result));
    } catch (LovageException e) {
      throw new PermanentFailure(e);
    }
  }

  private static String checkSize(String result) {
    if (result.length() > JsonCodec.MAX_RESULT) {
      throw new LovageException(
          ErrorCode.TOO_LARGE,
          "result: has %,d characters of JSON, more than %,d; store it elsewhere and return its name"
              .formatted(result.length(), JsonCodec.MAX_RESULT));
    }
    return result;
  }

  private Outcome succeeded(String result) {
    return context.stop() == Stop.TIME_LIMIT
        ? thrown(timeLimit())
        : new Outcome.Succeeded(result, context.then());
  }

  private Outcome thrown(Throwable thrown) {
    return switch (context.stop()) {
      case null ->
          switch (thrown) {
            case Snooze snooze -> snoozed(snooze);
            case Replacement by -> new Outcome.Replaced(by.canvas(), context.then());
            case Refusal refusal -> gaveUp(TaskError.of(TaskError.REJECTED, refusal.reason()));
            default -> failed(thrown, TaskError.of(thrown));
          };
      case LOST -> new Outcome.Released();
      case SHUTDOWN -> new Outcome.Released();
      case CANCELLED ->
          new Outcome.Cancelled(TaskError.of(TaskError.CANCELLED, "cancelled while it ran"));
      case TIME_LIMIT -> {
        var error = timeLimit();
        yield failed(
            error,
            new TaskError(
                TaskError.TIME_LIMIT,
                String.valueOf(error.getMessage()),
                TaskError.of(thrown).stack()));
      }
    };
  }

  private Outcome snoozed(Snooze snooze) {
    log.info("task {} {}: put off by its handler for {}", lease.task(), type(), snooze.delay());
    return new Outcome.Snoozed(snooze.delay());
  }

  private Outcome failed(Throwable thrown, TaskError error) {
    if (thrown instanceof PermanentFailure permanent) {
      return gaveUp(TaskError.of(permanent.reason));
    }
    Optional<Duration> wait;
    try {
      wait = retryPolicy().after(lease.attempt(), thrown, random);
    } catch (RuntimeException | Error e) { // A user's code, like the handler.
      log.error(
          "task {} {}: its retry policy failed, so it is not retried", lease.task(), type(), e);
      wait = Optional.empty();
    }
    if (wait.isEmpty()) {
      return gaveUp(error);
    }
    log.info(
        "task {} {} attempt {} failed, the next is due in {}: {}: {}",
        lease.task(),
        type(),
        lease.attempt(),
        wait.get(),
        error.type(),
        error.message());
    return new Outcome.Retry(wait.get(), error);
  }

  private Outcome gaveUp(TaskError error) {
    log.warn(
        "task {} {} failed at attempt {}: {}: {}",
        lease.task(),
        type(),
        lease.attempt(),
        error.type(),
        error.message());
    return new Outcome.Failed(error);
  }

  private RetryPolicy retryPolicy() {
    var own = lease.work().retry();
    var policy = own == null ? null : JsonCodec.decode("retry", own, Backoff.class);
    return policy == null ? definition.retry() : policy;
  }

  private Optional<Settlement> settlement(Outcome outcome) {
    return context.stop() == Stop.LOST
        ? Optional.empty()
        : Optional.of(new Settlement(lease, outcome, context.report()));
  }

  private Exception timeLimit() {
    return new java.util.concurrent.TimeoutException(
        "ran longer than its time limit of " + lease.work().timeLimit());
  }

  private String type() {
    return lease.work().type();
  }

  /// Something that no further attempt can mend.
  private static final class PermanentFailure extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient RuntimeException reason;

    PermanentFailure(RuntimeException reason) {
      super(reason);
      this.reason = reason;
    }
  }
}
