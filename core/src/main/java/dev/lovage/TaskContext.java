// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.worker.CurrentTask;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// What a handler may know and say of the attempt that it runs. Safe for use from any thread; after
/// the attempt has ended, what it is told is dropped.
public interface TaskContext {

  /// The context of the attempt that runs on this thread, or on the thread that forked it in a
  /// structured scope; empty outside of a handler.
  static Optional<TaskContext> current() {
    return CurrentTask.get();
  }

  TaskId id();

  /// The task's type, with the version of its argument if that is not the first: `report@2`.
  String type();

  /// Which attempt this is, from 1.
  int attempt();

  /// Says how far the attempt has come. Readers see the newest within about a second; calls in
  /// between cost almost nothing.
  ///
  /// @param fraction from 0 to 1
  void progress(double fraction, String message);

  /// Keeps a line with the task. A line is cut to 2,000 characters; of one attempt the first 1,000
  /// lines are kept, and a last one says that there were more.
  void log(String line);

  /// Whether the attempt should stop: somebody cancelled the task, its time limit is over, the
  /// lease is lost, or the worker must end now. Its thread is interrupted too.
  boolean isCancelled();

  /// Throws if [#isCancelled()]; for loops. Costs about a nanosecond.
  ///
  /// @throws java.util.concurrent.CancellationException to be let through
  void checkCancelled();

  /// Puts the task off: it is due again after `delay`, as if this attempt had never been, so it
  /// counts against no retry policy. To be thrown, so that nothing runs after it:
  ///
  /// ```java
  /// if (!market.isOpen()) {
  ///   throw context.snooze(Duration.ofMinutes(10));
  /// }
  /// ```
  ///
  /// @throws LovageException `INVALID` if the delay is not positive
  RuntimeException snooze(Duration delay);

  /// Refuses the task for good: it has failed with [TaskError#REJECTED], whatever its retry policy
  /// says. At a broker its message is kept among the rejected ones, where an operator finds it. To
  /// be thrown, as [#snooze].
  RuntimeException reject(String reason);

  /// Puts a canvas in the place of this task: what it comes to is this task's result, under this
  /// task's id, and what was to follow this task follows it. For work whose parts are known only
  /// when it runs; Celery's `Task.replace`. To be thrown, as [#snooze]:
  ///
  /// ```java
  /// var pages = Canvas.group(urls.stream().map(url -> Signature.of("fetch", url)).toList());
  /// throw context.replace(Canvas.chord(pages, Signature.of("index")).json());
  /// ```
  ///
  /// @param canvas JSON text in the words of the queue's broker, as for [QueueHomes#launch]. If it
  ///   is no good, the task has failed
  /// @throws LovageException `INVALID` if the task's queue lives in the store
  RuntimeException replace(String canvas);

  /// Submits a further task, which becomes visible only when this attempt succeeds: it is accepted
  /// with the result, in one transaction, or not at all. At most 10,000 in an attempt.
  ///
  /// @return the id that the task will have
  /// @throws LovageException `INVALID` or `TOO_LARGE` as for any submit
  <A> TaskId submit(TaskType<A, ?> type, A argument, Consumer<SubmitOptions> options);

  /// As [#submit(TaskType, Object, Consumer)], with the type's own options.
  default <A> TaskId submit(TaskType<A, ?> type, A argument) {
    return submit(type, argument, options -> {});
  }

  /// Keeps a value with the task for its next attempt, in place of the one before. It is in the
  /// store within about a second, and gone when the task has ended.
  ///
  /// @param value anything with a JSON form of up to a million characters
  /// @throws LovageException `INVALID` if it has no JSON form, `TOO_LARGE`
  void checkpoint(Object value);

  /// What the last attempt that got that far has left.
  ///
  /// @throws LovageException `INVALID` if it does not read as a `T`
  <T> Optional<T> checkpoint(Class<T> type);

  /// Serves an interim value in place of the older one, until there is a better one or the result:
  /// for computations that have an answer soon and a good one later. Readers see the newest within
  /// about a second; calls in between cost almost nothing. The task's type must publish to a served
  /// value.
  ///
  /// @throws LovageException `INVALID` if the type publishes to none or the value has no JSON form,
  ///   `TOO_LARGE`
  void publish(Object value);

  /// When the task's time limit is over, if it has one.
  Optional<Instant> deadline();
}
