// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.CancelResult;
import dev.lovage.spi.Engine;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.RequeueResult;
import dev.lovage.spi.TaskLookup.Forgotten;
import dev.lovage.spi.TaskLookup.Found;
import dev.lovage.spi.TaskLookup.Unknown;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A handle on a task of the store.
///
/// @param waiter the submit that it came from
record StoreHandle<R>(TaskId id, TaskId waiter, Class<R> resultType, Engine engine, Awaiter awaiter)
    implements TaskHandle<R> {

  @Override
  public Task task() {
    return find().task();
  }

  @Override
  public @Nullable R await(Duration timeout)
      throws TaskFailedException, TimeoutException, InterruptedException {
    var found = awaitEnd(timeout);
    if (!found.task().state().isFinal()) {
      throw new TimeoutException(
          "task " + id + " is " + found.task().state() + " after " + timeout);
    }
    var error = found.task().error();
    if (found.result() == null) {
      throw new TaskFailedException(
          id,
          found.task().state(),
          error != null ? error : TaskError.of(TaskError.CANCELLED, "cancelled"));
    }
    return JsonCodec.decode("result", found.result(), resultType);
  }

  Found awaitEnd(Duration timeout) throws InterruptedException {
    return awaiter.await(id, timeout, this::find);
  }

  @Override
  public CancelResult cancel() {
    return engine.tasks().cancel(id);
  }

  @Override
  public CancelResult leave() {
    return engine.tasks().leave(id, waiter);
  }

  @Override
  public RequeueResult requeue() {
    return engine.tasks().requeue(List.of(id)).getFirst();
  }

  @Override
  public List<LogLine> log() {
    return engine.queries().log(id);
  }

  private Found find() {
    return switch (engine.queries().find(id)) {
      case Found found -> found;
      case Forgotten(var since) ->
          throw new LovageException(
              ErrorCode.FORGOTTEN, "task " + id + ": its time to live was over at " + since);
      case Unknown() ->
          throw new LovageException(ErrorCode.UNKNOWN_TASK, "task " + id + ": not known");
    };
  }
}
