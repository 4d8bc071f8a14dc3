// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.Engine;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.InTurn;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.TaskLookup.Found;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/// What task types share to submit: ids, the store and the handles.
record Submitter(
    Engine engine,
    Awaiter awaiter,
    Interceptors interceptors,
    Queues queues,
    InstantSource clock,
    RandomGenerator random,
    BiFunction<List<NewTask>, InTurn, List<Enqueued>> store) {

  /// Submits to the store by itself.
  static Submitter over(
      Engine engine,
      Awaiter awaiter,
      Interceptors interceptors,
      Queues queues,
      InstantSource clock,
      RandomGenerator random) {
    return new Submitter(
        engine,
        awaiter,
        interceptors,
        queues,
        clock,
        random,
        (tasks, turn) -> queues.homes().router().route(tasks, turn, engine.tasks()));
  }

  /// The same within a transaction of somebody's own.
  Submitter within(Connection connection) {
    return new Submitter(
        engine,
        awaiter,
        interceptors,
        queues,
        clock,
        random,
        (tasks, turn) -> {
          tasks.forEach(task ->
              queues
                  .homes()
                  .requireStore(
                      task.settings().queue(),
                      "transactions of the caller's",
                      "submit it after the commit, or use a queue that lives in the store"));
          turn.awaitAccepted();
          return engine.enqueueWithin(connection, tasks);
        });
  }

  TaskId nextId() {
    return TaskId.next(clock, random);
  }

  List<Enqueued> enqueue(List<NewTask> tasks) {
    return enqueue(tasks, InTurn.first());
  }

  List<Enqueued> enqueue(List<NewTask> tasks, InTurn turn) {
    if (tasks.isEmpty()) {
      return List.of();
    }
    queues.limits().admit(tasks);
    return store.apply(tasks, turn);
  }

  /// Accepts what a handler has submitted, which no limit refuses.
  void accept(List<NewTask> tasks) {
    var _ = store.apply(tasks, InTurn.first());
  }

  /// Refuses a submit of which a task is there already with another argument.
  void checkKnown(List<NewTask> tasks) {
    var known = engine.queries().states(tasks.stream().map(NewTask::id).toList()).keySet();
    tasks.stream().filter(task -> known.contains(task.id())).forEach(this::checkSame);
  }

  /// Refuses a submit that was answered with an older task if that one has another argument.
  void checkSame(List<NewTask> tasks, List<Enqueued> answers) {
    for (int i = 0; i < tasks.size(); i++) {
      if (!answers.get(i).added()) {
        checkSame(tasks.get(i));
      }
    }
  }

  private void checkSame(NewTask task) {
    if (engine.queries().find(task.id()) instanceof Found(var _, var argument, var _)
        && !isSame(argument, task.argument())) {
      throw new LovageException(
          ErrorCode.CONFLICT,
          "idempotencyKey: was used before, for task "
              + task.id()
              + " with another argument; use a new key for each new submit");
    }
  }

  private static boolean isSame(String argument, String other) {
    return argument.equals(other)
        || JsonCodec.tree("argument", argument).equals(JsonCodec.tree("argument", other));
  }

  Found awaitEnd(TaskId id, Duration timeout) throws InterruptedException {
    var sent = queues.homes().tasks().awaitEnd(id, timeout);
    return sent.isPresent() ? sent.get() : handle(id, id, Object.class).awaitEnd(timeout);
  }

  /// A handle on what was just accepted.
  <R> TaskHandle<R> handle(NewTask task, Enqueued enqueued, Class<R> resultType) {
    return queues
        .homes()
        .tasks()
        .handle(task, resultType)
        .<TaskHandle<R>>map(handle -> handle)
        .orElseGet(() -> handle(enqueued.id(), task.id(), resultType));
  }

  <R> StoreHandle<R> handle(TaskId id, TaskId waiter, Class<R> resultType) {
    return new StoreHandle<>(id, waiter, resultType, engine, awaiter);
  }
}
