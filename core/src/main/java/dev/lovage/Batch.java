// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// A handler that takes many tasks at a time, where one call for a hundred costs little more than
/// one for one: a model on a graphics card, an insert, a call to somebody's service. It is given up
/// to so many tasks, or those that came within a time of the first.
///
/// ```java
/// var embed =
///     lovage.task(
///         "embed",
///         String.class,
///         Vector.class,
///         Batch.of(100, Duration.ofMillis(50), texts -> model.embed(texts)));
/// ```
///
/// Each task stays a task of its own, with its lease, retries, time limit, cancellation and result.
/// If the handler throws, all tasks of the call fail with that, each to be retried by its own
/// policy; [#each] lets them fail one by one. A task that is cancelled leaves the call, and its
/// result counts for nothing; the call itself is interrupted when all of its tasks are gone. Tasks
/// of a batch wait as [TaskOptions#io()] and count against that limit; calls run on threads of
/// their own, at most as many at a time as there are processors, or as [#calls] says.
public final class Batch<A, R> implements TaskHandler<A, R> {

  private final int most;
  private final Duration within;
  private final Handler<A, R> handler;
  private final Semaphore calls;
  private @Nullable BatchCall<A, R> gathering;

  /// Computes many tasks, each of which it completes or fails.
  @FunctionalInterface
  public interface Handler<A, R> {

    /// What is neither completed nor failed when this returns has failed.
    void run(List<Item<A, R>> items) throws Exception;
  }

  /// Computes the results of many arguments, in their order.
  @FunctionalInterface
  public interface OfArguments<A, R> {

    /// Returns as many results as there are arguments.
    List<? extends R> run(List<A> arguments) throws Exception;
  }

  /// One task of a call.
  public interface Item<A, R> {

    A argument();

    /// Of this task: its log, its progress, and whether it is to stop.
    TaskContext context();

    void complete(@Nullable R result);

    void fail(Exception reason);
  }

  private Batch(int most, Duration within, Handler<A, R> handler, int calls) {
    this.most = Checks.atLeastOne("batch", most);
    this.within = Checks.notNegative("within", within);
    this.handler = handler;
    this.calls = new Semaphore(Checks.atLeastOne("calls", calls));
  }

  /// Of a handler that returns a result for each argument, in their order.
  ///
  /// @param most tasks in one call
  /// @param within how long the first of them waits for more
  public static <A, R> Batch<A, R> of(int most, Duration within, OfArguments<A, R> handler) {
    return each(most, within, items -> BatchCall.runAll(items, handler));
  }

  /// Of a handler that completes or fails each task by itself.
  public static <A, R> Batch<A, R> each(int most, Duration within, Handler<A, R> handler) {
    return new Batch<>(most, within, handler, Runtime.getRuntime().availableProcessors());
  }

  /// As this one, with so many calls at a time in a process.
  public Batch<A, R> calls(int atATime) {
    return new Batch<>(most, within, handler, atATime);
  }

  @Override
  public @Nullable R run(A argument, TaskContext context) throws Exception {
    return join(new BatchItem<>(argument, context)).await();
  }

  private synchronized BatchItem<A, R> join(BatchItem<A, R> item) {
    var call = gathering;
    if (call == null || !call.add(item)) {
      call = new BatchCall<>(most, within, handler, calls);
      call.add(item);
      gathering = call;
      call.start();
    }
    return item;
  }
}
