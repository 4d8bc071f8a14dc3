// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.CancelResult;
import dev.lovage.spi.RequeueResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One submitted task, from the outside. Handles hold no resources, may be made again from the id
/// at any time in any process, and may be used from any thread.
///
/// @param <R> what the task's result is read as
public interface TaskHandle<R> {

  TaskId id();

  /// The id of the submit that this handle came from: that of the task itself, unless the submit
  /// was attached to a task that was there already. With it [Lovage#leave] can be called from
  /// elsewhere.
  TaskId waiter();

  /// The task as it stands now.
  ///
  /// @throws LovageException `UNKNOWN_TASK`, or `FORGOTTEN` once its time to live is over
  Task task();

  /// Waits for the end and returns the result, which may be null if the handler returned null.
  ///
  /// @throws TaskFailedException if the task failed or was cancelled
  /// @throws TimeoutException if it has not ended in time; it goes on
  /// @throws InterruptedException if the waiting thread was interrupted; the task goes on
  /// @throws LovageException as for [#task()], and `INVALID` if the result can't be read as `R`
  @Nullable R await(Duration timeout)
      throws TaskFailedException, TimeoutException, InterruptedException;

  /// Stops the task: at once if it does not run, otherwise its handler is asked to.
  CancelResult cancel();

  /// This submit needs the result no more. The task is stopped, unless other submits were attached
  /// to it and still wait.
  CancelResult leave();

  /// Runs the task once more if it failed or was cancelled; see [Lovage#requeue(TaskId)].
  RequeueResult requeue();

  /// The lines that the task's handler logged, oldest first.
  List<LogLine> log();

  default TaskState state() {
    return task().state();
  }

  default Optional<Progress> progress() {
    return Optional.ofNullable(task().run().progress());
  }
}
