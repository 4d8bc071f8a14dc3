// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.ErrorCode;
import dev.lovage.Lovage;
import dev.lovage.LovageException;
import dev.lovage.TaskHandle;
import dev.lovage.TaskState;
import dev.lovage.TaskType;
import dev.lovage.http.JsonViews.Accepted;
import dev.lovage.http.JsonViews.Links;
import dev.lovage.http.JsonViews.TaskList;
import dev.lovage.http.JsonViews.TaskView;
import dev.lovage.http.Problem.Kind;
import dev.lovage.spi.TaskFilter;
import dev.lovage.spi.TaskLookup.Found;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/v1/tasks`: submit a task, list tasks.
record TasksResource(Lovage lovage, ResultResource results) {

  static final Set<String> FILTERS = Set.of("state", "type", "queue", "limit", "cursor");

  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1_000;

  Reply submit(Exchange exchange) {
    var type = type(lovage, exchange);
    var parameters = SubmitParameters.of(exchange);
    var handle = submit(type, exchange.json(), parameters);
    var location = HeaderValues.create(HeaderNames.LOCATION, Links.of(handle.id()).self());
    var wait = Waits.preferred(exchange);
    var seen = wait.isEmpty() ? Optional.<Found>empty() : await(handle, wait.get());
    var reply =
        seen.filter(found -> found.task().state().isFinal())
            .map(results::settled)
            .orElseGet(() -> accepted(type, handle, seen, parameters));
    return wait.map(time -> reply.with(location).with(Waits.applied(time)))
        .orElseGet(() -> reply.with(location));
  }

  /// @param seen the task after the wait for its end, if there was one
  private Reply accepted(
      TaskType<?, ?> type,
      TaskHandle<?> handle,
      Optional<Found> seen,
      SubmitParameters parameters) {
    var state = seen.map(found -> found.task().state()).orElseGet(() -> state(handle, parameters));
    var reply =
        Reply.json(
            Status.ACCEPTED_202,
            new Accepted(
                handle.id().toString(), type.name(), state, waiter(handle), Links.of(handle.id())));
    return seen.map(found -> reply.with(results.retryAfter(found.task()))).orElse(reply);
  }

  /// The task at its end, or as it stands when the time is over. By now the task is accepted, so
  /// whatever happens to the wait must not turn the answer into a failure.
  private Optional<Found> await(TaskHandle<?> handle, Duration wait) {
    try {
      return Optional.of(lovage.awaitEnd(handle.id(), wait));
    } catch (LovageException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      // The server stops: the answer shall still go out, so the interrupt is not passed on.
      return Optional.empty();
    }
  }

  /// Only where the submit was attached to a task that was there already.
  static @Nullable String waiter(TaskHandle<?> handle) {
    return handle.waiter().equals(handle.id()) ? null : handle.waiter().toString();
  }

  private static TaskHandle<?> submit(
      TaskType<?, ?> type, String argument, SubmitParameters parameters) {
    try {
      return type.submitJson(argument, parameters::apply);
    } catch (LovageException e) {
      throw refused(type, e);
    }
  }

  /// Says what the argument must look like, and that an unknown predecessor is a wrong input here,
  /// not a wrong address.
  static RuntimeException refused(TaskType<?, ?> type, LovageException e) {
    var message = String.valueOf(e.getMessage());
    if (e.code() == ErrorCode.INVALID && message.startsWith("argument")) {
      return Problem.of(Kind.INVALID, message)
          .field(message.substring(0, Math.max(0, message.indexOf(": "))))
          .remedy("Send JSON of this form: " + Shape.of(type.argumentType()) + ".")
          .exception();
    }
    if (e.code() == ErrorCode.UNKNOWN_TASK || e.code() == ErrorCode.FORGOTTEN) {
      return Problem.of(Kind.INVALID, "after: " + message)
          .field("after")
          .remedy("Name tasks that are still known.")
          .exception();
    }
    return e;
  }

  /// The state in which the task was accepted. A plain submit is known to be queued; the others
  /// depend on clock and predecessors, which the store knows. The task is accepted by now, so a
  /// store that can't be asked any more must not turn the answer into a failure.
  private static TaskState state(TaskHandle<?> handle, SubmitParameters parameters) {
    if (parameters.isQueuedAtOnce() && handle.waiter().equals(handle.id())) {
      return TaskState.QUEUED;
    }
    try {
      return handle.state();
    } catch (LovageException e) {
      if (e.isTransient()) {
        return parameters.after().isEmpty() ? TaskState.SCHEDULED : TaskState.WAITING;
      }
      throw e;
    }
  }

  static TaskType<?, ?> type(Lovage lovage, Exchange exchange) {
    var name = exchange.path("task");
    return lovage.type(name).orElseThrow(() -> unknownType(lovage, name));
  }

  private static ProblemException unknownType(Lovage lovage, String name) {
    var known = lovage.types().stream().map(TaskType::name).toList();
    var near = NearNames.of(name, known);
    return Problem.of(
            Kind.UNKNOWN_TYPE, "There is no task type '" + NearNames.shortened(name) + "' here.")
        .field("type")
        .near(near)
        .remedy(
            near.isEmpty()
                ? "Declare the type in the program that runs this server."
                : "Did you mean " + NearNames.list(near) + "?")
        .exception();
  }

  Reply list(Exchange exchange) {
    var query = exchange.query();
    var filter =
        new TaskFilter(
            query.get("state").map(TasksResource::state).orElse(null),
            query.get("type").orElse(null),
            query.get("queue").orElse(null),
            cursor(query),
            query.get("limit").map(TasksResource::limit).orElse(DEFAULT_LIMIT));
    var page = lovage.queries().list(filter);
    var next = page.next();
    return Reply.json(
        Status.OK_200,
        new TaskList(
            page.tasks().stream().map(TaskView::of).toList(),
            next == null ? null : Long.toString(next)));
  }

  static TaskState state(String text) {
    return TextForms.oneOf("state", text, TaskState.class);
  }

  private static int limit(String text) {
    return TextForms.wholeNumber("limit", text, 1, MAX_LIMIT);
  }

  private static @Nullable Long cursor(Query query) {
    try {
      return query.get("cursor").map(Long::valueOf).orElse(null);
    } catch (NumberFormatException e) {
      throw Problem.of(Kind.INVALID, "cursor: is none of ours")
          .field("cursor")
          .remedy("Use what the page before gave as next, unchanged, or leave it out.")
          .exception();
    }
  }
}
