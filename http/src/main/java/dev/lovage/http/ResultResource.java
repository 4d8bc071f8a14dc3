// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.Lovage;
import dev.lovage.Task;
import dev.lovage.TaskError;
import dev.lovage.http.JsonViews.Pending;
import dev.lovage.http.Problem.Kind;
import dev.lovage.spi.TaskLookup.Found;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/v1/tasks/{task}/result`.
///
/// A task that has ended without a result is answered with 409: the request is right and so is this
/// server, but the state of the task forbids the answer for good. A 5xx would raise alarms and make
/// proxies try again; a 404 could not be told from an unknown task, nor a 410 from a forgotten one;
/// 424 is WebDAV's. The problem's `type` says which of the two ends it was, and `error` carries
/// what the worker reported.
record ResultResource(Lovage lovage, Estimates estimates) {

  static final Set<String> PARAMETERS = Set.of(Waits.PARAMETER);

  Reply get(Exchange exchange) throws InterruptedException {
    var id = TaskResource.id(exchange);
    var wait = Waits.of(exchange.query());
    var found =
        wait.isZero()
            ? TaskResource.find(lovage, id)
            : TaskResource.told(id, () -> lovage.awaitEnd(id, wait));
    return answer(found, exchange.header(HeaderNames.IF_NONE_MATCH));
  }

  /// The result of a task, or what there is in its place.
  Reply answer(Found found, Optional<String> knownTags) {
    var task = found.task();
    estimates.ended(task);
    return switch (task.state()) {
      case SUCCEEDED -> {
        var tag = ETags.of(task);
        var header = HeaderValues.create(HeaderNames.ETAG, tag);
        if (knownTags.isPresent() && ETags.matches(knownTags.get(), tag)) {
          yield Reply.of(Status.NOT_MODIFIED_304, header, Fields.NO_CACHE);
        }
        var result = found.result();
        var body = Reply.utf8(result == null ? "null" : result);
        yield Reply.of(Status.OK_200, body, Fields.JSON, header, Fields.NO_CACHE);
      }
      case FAILED -> throw ended(Kind.TASK_FAILED, task, "has failed");
      case CANCELLED -> throw ended(Kind.TASK_CANCELLED, task, "was cancelled");
      case WAITING, SCHEDULED, QUEUED, RUNNING, RETRYING ->
          Reply.json(Status.ACCEPTED_202, Pending.of(task)).with(retryAfter(task));
    };
  }

  /// When to ask again, by what tasks of its type took.
  Header retryAfter(Task task) {
    return HeaderValues.create(HeaderNames.RETRY_AFTER, estimates.remaining(task).toSeconds());
  }

  /// As [#answer] of a task that has ended, for a caller who did not ask for the result alone.
  Reply settled(Found found) {
    try {
      return answer(found, Optional.empty());
    } catch (ProblemException e) {
      return Reply.problem(e.problem());
    }
  }

  private static ProblemException ended(Kind kind, Task task, String how) {
    var error = task.error();
    var problem =
        Problem.of(kind, "Task " + task.id() + " " + how + reason(error) + ".")
            .remedy("Submit it again if it shall be computed all the same.")
            .state(task.state());
    return (error == null ? problem : problem.error(error)).exception();
  }

  private static String reason(@Nullable TaskError error) {
    return error == null ? "" : ": " + error.type() + ": " + error.message();
  }
}
