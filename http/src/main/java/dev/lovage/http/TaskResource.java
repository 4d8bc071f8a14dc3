// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.Lovage;
import dev.lovage.LovageException;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.http.JsonViews.Cancelling;
import dev.lovage.http.JsonViews.Links;
import dev.lovage.http.JsonViews.Log;
import dev.lovage.http.JsonViews.Requeued;
import dev.lovage.http.JsonViews.TaskDetail;
import dev.lovage.http.JsonViews.TaskView;
import dev.lovage.http.Problem.Kind;
import dev.lovage.spi.TaskLookup.Forgotten;
import dev.lovage.spi.TaskLookup.Found;
import dev.lovage.spi.TaskLookup.Unknown;
import io.helidon.http.Status;
import java.util.List;
import java.util.Set;

/// `/v1/tasks/{task}`: look at one task and its log, cancel it, queue it again.
record TaskResource(Lovage lovage) {

  static final String WAITER = "waiter";
  static final Set<String> LOG = Set.of("after");

  Reply get(Exchange exchange) {
    var found = find(lovage, id(exchange));
    return Reply.json(
        Status.OK_200,
        new TaskDetail(TaskView.of(found.task()), found.task().version(), found.argument()));
  }

  Reply log(Exchange exchange) {
    var id = id(exchange);
    int after =
        exchange
            .query()
            .get("after")
            .map(text -> TextForms.wholeNumber("after", text, 0, Integer.MAX_VALUE))
            .orElse(0);
    var queries = lovage.queries();
    if (!queries.states(List.of(id)).containsKey(id)) {
      // Only to say whether it is unknown or forgotten.
      find(lovage, id);
    }
    return Reply.json(Status.OK_200, new Log(queries.log(id, after)));
  }

  Reply cancel(Exchange exchange) {
    var id = id(exchange);
    var waiter = exchange.query().get(WAITER).map(text -> TextForms.id(WAITER, text));
    var result = waiter.isPresent() ? lovage.leave(id, waiter.get()) : lovage.cancel(id);
    return switch (result) {
      case KEPT -> cancelling(Status.OK_200, id, find(lovage, id).task().state(), false);
      case CANCELLED -> cancelling(Status.OK_200, id, TaskState.CANCELLED, false);
      case REQUESTED -> cancelling(Status.ACCEPTED_202, id, TaskState.RUNNING, true);
      case ALREADY_FINAL ->
          throw Problem.of(Kind.TASK_FINAL, "Task " + id + " has ended, so it can't be cancelled.")
              .remedy("Nothing is left to be done.")
              .exception();
      case UNKNOWN -> throw unknown(id);
      case FORGOTTEN -> throw forgotten(id, "its time to live is over");
    };
  }

  private static Reply cancelling(Status status, TaskId id, TaskState state, boolean requested) {
    return Reply.json(status, new Cancelling(id.toString(), state, requested, Links.of(id)));
  }

  static TaskId id(Exchange exchange) {
    return TaskId.parse(exchange.path("task"));
  }

  Reply requeue(Exchange exchange) {
    var id = id(exchange);
    return switch (lovage.requeue(id)) {
      case REQUEUED ->
          Reply.json(Status.OK_200, new Requeued(id.toString(), TaskState.QUEUED, Links.of(id)));
      case NOT_ENDED ->
          throw Problem.of(
                  Kind.TASK_ACTIVE, "Task " + id + " has not ended: it will run, or it runs.")
              .remedy("Wait for its end, or cancel it first.")
              .exception();
      case SUCCEEDED ->
          throw Problem.of(Kind.TASK_FINAL, "Task " + id + " has succeeded, and its result stands.")
              .remedy("Submit a new task to compute it again.")
              .exception();
      case UNKNOWN -> throw unknown(id);
      case FORGOTTEN -> throw forgotten(id, "its time to live is over");
    };
  }

  /// A look at a task by the platform, whose refusals are told as this resource tells them.
  interface Look {
    Found look() throws InterruptedException;
  }

  static Found told(TaskId id, Look look) throws InterruptedException {
    try {
      return look.look();
    } catch (LovageException e) {
      throw switch (e.code()) {
        case UNKNOWN_TASK -> unknown(id);
        case FORGOTTEN -> forgotten(id, "its time to live is over");
        case INVALID, UNKNOWN_TYPE, CONFLICT, TOO_LARGE, FULL, UNAVAILABLE, BROKEN -> e;
      };
    }
  }

  static Found find(Lovage lovage, TaskId id) {
    return switch (lovage.queries().find(id)) {
      case Found found -> found;
      case Forgotten(var since) -> throw forgotten(id, "its time to live was over at " + since);
      case Unknown() -> throw unknown(id);
    };
  }

  private static ProblemException unknown(TaskId id) {
    return Problem.of(Kind.UNKNOWN_TASK, "No task " + id + " was accepted by this store.")
        .field("id")
        .remedy("Use the id from the answer to the submit.")
        .exception();
  }

  private static ProblemException forgotten(TaskId id, String why) {
    return Problem.of(Kind.FORGOTTEN, "Task " + id + " is forgotten: " + why + ".")
        .field("id")
        .remedy("Submit again, with a longer resultTtl if the result shall be kept.")
        .exception();
  }
}
