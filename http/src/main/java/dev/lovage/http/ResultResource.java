// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.Lovage;
import dev.lovage.Task;
import dev.lovage.TaskError;
import dev.lovage.http.JsonViews.Pending;
import dev.lovage.http.Problem.Kind;
import io.helidon.http.Status;
import org.jspecify.annotations.Nullable;

/// `/v1/tasks/{task}/result`.
///
/// A task that has ended without a result is answered with 409: the request is right and so is this
/// server, but the state of the task forbids the answer for good. A 5xx would raise alarms and make
/// proxies try again; a 404 could not be told from an unknown task, nor a 410 from a forgotten one;
/// 424 is WebDAV's. The problem's `type` says which of the two ends it was, and `error` carries
/// what the worker reported.
record ResultResource(Lovage lovage) {

  Reply get(Exchange exchange) {
    var found = TaskResource.find(lovage, TaskResource.id(exchange));
    var task = found.task();
    return switch (task.state()) {
      case SUCCEEDED -> {
        var result = found.result();
        yield Reply.json(Status.OK_200, result == null ? "null" : result);
      }
      case FAILED -> throw ended(Kind.TASK_FAILED, task, "has failed");
      case CANCELLED -> throw ended(Kind.TASK_CANCELLED, task, "was cancelled");
      case WAITING, SCHEDULED, QUEUED, RUNNING, RETRYING ->
          Reply.json(Status.ACCEPTED_202, Pending.of(task)).with(Fields.RETRY_AFTER);
    };
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
