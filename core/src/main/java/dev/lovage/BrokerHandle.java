// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.BrokerEngine;
import dev.lovage.spi.CancelResult;
import dev.lovage.spi.Document;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.RequeueResult;
import dev.lovage.spi.TaskLookup.Found;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A handle on a task that was sent to a broker. All that can be known of it is its result.
///
/// @param name the task's id as its sender named it
/// @param sent the task, if it was sent here
/// @param since when it was sent, or when the handle was made
record BrokerHandle<R>(
    BrokerEngine home,
    String name,
    String queue,
    @Nullable NewTask sent,
    Instant since,
    Class<R> resultType)
    implements TaskHandle<R> {

  @Override
  public TaskId id() {
    return TaskId.named(name);
  }

  @Override
  public TaskId waiter() {
    return id();
  }

  @Override
  public Task task() {
    return found().task();
  }

  /// The task as far as it is known, with its argument if it was sent from here.
  Found found() {
    var json = home.results().get(List.of(name)).get(name);
    var document =
        json == null
            ? new Document(TaskState.QUEUED, null, null, null)
            : home.protocol().read(json);
    return new Found(task(document), sent == null ? "null" : sent.argument(), document.result());
  }

  /// Waits for the end.
  Found awaitEnd(Duration timeout) throws InterruptedException {
    var _ = home.results().await(name, d -> home.protocol().read(d).state().isFinal(), timeout);
    return found();
  }

  private Task task(Document document) {
    return new Task(
        id(),
        sent == null ? "" : sent.type(),
        document.state(),
        0,
        new Task.Placement(
            queue,
            sent == null ? TaskOptions.DEFAULT_PRIORITY : sent.settings().priority(),
            since,
            since,
            null,
            null),
        new Task.Run(0, 0, null, null, null, document.progress(), false),
        document.error());
  }

  @Override
  public @Nullable R await(Duration timeout)
      throws TaskFailedException, TimeoutException, InterruptedException {
    var json =
        home.results()
            .await(name, d -> home.protocol().read(d).state().isFinal(), timeout)
            .orElseThrow(
                () -> new TimeoutException("task " + name + " has no result after " + timeout));
    var document = home.protocol().read(json);
    if (document.result() == null) {
      var error = document.error();
      throw new TaskFailedException(
          id(),
          document.state(),
          error != null ? error : TaskError.of(TaskError.CANCELLED, "cancelled"));
    }
    return JsonCodec.decode("result", document.result(), resultType);
  }

  /// Nobody can take the message back, but who works on the queue hears that it is not wanted.
  @Override
  public CancelResult cancel() {
    var remote =
        home.remote()
            .orElseThrow(
                () -> refusal("cancel", "calls for messages back", "let it expire, by expiry"));
    if (found().task().state().isFinal()) {
      return CancelResult.ALREADY_FINAL;
    }
    if (!remote.cancel(name)) {
      throw new LovageException(
          ErrorCode.UNAVAILABLE,
          "cancel: nobody listens at "
              + home.description()
              + ", so nobody would know; cancel the task when a worker is there");
    }
    return CancelResult.REQUESTED;
  }

  @Override
  public CancelResult leave() {
    return cancel();
  }

  @Override
  public RequeueResult requeue() {
    throw refusal("requeue", "ways to queue a task again", "submit it anew");
  }

  @Override
  public List<LogLine> log() {
    throw refusal("log", "lines kept with tasks", "read the worker's own log");
  }

  private LovageException refusal(String field, String feature, String remedy) {
    return new HomeRules(queue, home).refusal(field, feature, remedy);
  }
}
