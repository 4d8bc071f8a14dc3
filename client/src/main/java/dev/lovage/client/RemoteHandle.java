// SPDX-License-Identifier: Apache-2.0
package dev.lovage.client;

import dev.lovage.LogLine;
import dev.lovage.Task;
import dev.lovage.TaskFailedException;
import dev.lovage.TaskHandle;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.spi.CancelResult;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.RequeueResult;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A handle on a task of the server.
record RemoteHandle<R>(TaskId id, TaskId waiter, Class<R> resultType, Calls calls)
    implements TaskHandle<R> {

  /// One question waits no longer than this: what stands between may cut a connection on which
  /// nothing happens.
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(25);

  @Override
  public Task task() {
    return TaskJson.task(Problems.json(calls.send(request("", Map.of()))));
  }

  @Override
  public @Nullable R await(Duration timeout)
      throws TaskFailedException, TimeoutException, InterruptedException {
    long start = System.nanoTime();
    while (true) {
      long left = TimeUnit.NANOSECONDS.convert(timeout) - (System.nanoTime() - start);
      var wait = Duration.ofNanos(Math.clamp(left, 0, LONGEST_NANOS));
      var answer = calls.ask(request("/result", Map.of("wait", wait.toString())), wait);
      switch (answer.statusCode()) {
        case 200 -> {
          return JsonCodec.decode("result", Problems.body(answer), resultType);
        }
        case 202 -> {
          if (left <= 0) {
            throw new TimeoutException(
                "task "
                    + id
                    + " is "
                    + TaskJson.state(Problems.json(answer))
                    + " after "
                    + timeout);
          }
        }
        default -> throw ended(answer);
      }
    }
  }

  private TaskFailedException ended(HttpResponse<String> answer) {
    return switch (Problems.type(answer)) {
      case "task-failed" -> failed(TaskState.FAILED, answer);
      case "task-cancelled" -> failed(TaskState.CANCELLED, answer);
      default -> throw Problems.exception(answer);
    };
  }

  private TaskFailedException failed(TaskState state, HttpResponse<String> answer) {
    return new TaskFailedException(id, state, Problems.error(answer));
  }

  @Override
  public CancelResult cancel() {
    return cancelled(Map.of());
  }

  @Override
  public CancelResult leave() {
    return cancelled(Map.of("waiter", waiter.toString()));
  }

  private CancelResult cancelled(Map<String, String> query) {
    var answer = calls.send(request("", query).DELETE());
    return switch (Problems.type(answer)) {
      case "task-final" -> CancelResult.ALREADY_FINAL;
      case "unknown-task" -> CancelResult.UNKNOWN;
      case "forgotten" -> CancelResult.FORGOTTEN;
      default -> {
        var json = Problems.json(answer);
        yield answer.statusCode() == 202
            ? CancelResult.REQUESTED
            : TaskJson.state(json) == TaskState.CANCELLED
                ? CancelResult.CANCELLED
                : CancelResult.KEPT;
      }
    };
  }

  @Override
  public RequeueResult requeue() {
    // Once: a repeated one might run a task again that has failed again meanwhile.
    var answer = calls.sendOnce(request("/requeue", Map.of()).POST(BodyPublishers.noBody()));
    return switch (Problems.type(answer)) {
      case "task-active" -> RequeueResult.NOT_ENDED;
      case "task-final" -> RequeueResult.SUCCEEDED;
      case "unknown-task" -> RequeueResult.UNKNOWN;
      case "forgotten" -> RequeueResult.FORGOTTEN;
      default -> {
        var _ = Problems.json(answer);
        yield RequeueResult.REQUEUED;
      }
    };
  }

  @Override
  public List<LogLine> log() {
    return TaskJson.log(Problems.json(calls.send(request("/log", Map.of()))));
  }

  private HttpRequest.Builder request(String rest, Map<String, String> query) {
    return calls.request(calls.address().of("/v1/tasks/" + id + rest, query));
  }
}
