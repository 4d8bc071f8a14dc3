// SPDX-License-Identifier: Apache-2.0
package dev.lovage.testkit;

import dev.lovage.Progress;
import dev.lovage.Start;
import dev.lovage.TaskError;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.spi.CompleteGroup;
import dev.lovage.spi.Delivery;
import dev.lovage.spi.Document;
import dev.lovage.spi.Ending;
import dev.lovage.spi.GroupPart;
import dev.lovage.spi.Incoming;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.Message;
import dev.lovage.spi.MessageProtocol;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.Outgoing;
import dev.lovage.spi.Reading;
import dev.lovage.spi.StoredResult;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The language of [MemoryBroker]: headers with the names of Lovage, the argument as the body. A
/// message that a test makes may also name what is to follow:
///
/// - `then`: types of tasks, run one after another, each with the result of the one before
/// - `group`, `index` and `join`: when all parts of the group have ended, a task of type `join` is
///   sent with the list of their results
public final class PlainProtocol implements MessageProtocol {

  /// For [MemoryBroker] and for tests of brokers.
  public PlainProtocol() {}

  /// What is kept of a task.
  ///
  /// @param error null unless the state is an end without a result
  record Kept(
      TaskState state,
      @Nullable String result,
      @Nullable TaskError error,
      @Nullable Progress progress) {}

  @Override
  public Reading read(Delivery delivery) {
    var task = new PlainTask(delivery);
    for (var name : List.of("id", "type")) {
      if (!delivery.message().headers().path(name).isString()) {
        return new Reading.Unreadable("headers." + name + ": is missing; send a text", List.of());
      }
    }
    return new Reading.Understood(task);
  }

  @Override
  public Outgoing message(NewTask task, Class<?> argument, Instant now) {
    var headers = headers(task.id().toString(), task.type());
    var settings = task.settings();
    Instant due =
        switch (settings.start()) {
          case Start.Now() -> null;
          case Start.After(var delay) -> now.plus(delay);
          case Start.At(var at) -> at;
        };
    put(headers, "due", due);
    var expiry = settings.limits().expiry();
    put(headers, "expires", expiry == null ? null : now.plus(expiry));
    put(headers, "timeLimit", settings.limits().timeLimit());
    put(headers, "retry", settings.retry());
    int priority = settings.priority();
    return new Outgoing(
        settings.queue(), message(headers, task.argument()), priority == 5 ? null : priority);
  }

  private static ObjectNode headers(String id, String type) {
    return JsonNodeFactory.instance.objectNode().put("id", id).put("type", type);
  }

  private static void put(ObjectNode headers, String name, @Nullable Object value) {
    if (value != null) {
      headers.put(name, value.toString());
    }
  }

  private static Message message(JsonNode headers, String body) {
    return new Message(
        headers,
        JsonNodeFactory.instance.objectNode(),
        "application/json",
        "utf-8",
        body.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Ending end(Incoming task, Outcome outcome, End at) {
    return switch (outcome) {
      case Outcome.Succeeded(var result, var _) -> {
        var kept = new Kept(TaskState.SUCCEEDED, result, null, null);
        var ending = follow((PlainTask) task, result, at);
        yield new Ending(
            List.of(stored(task, kept, at)), List.of(), ending.parts(), ending.messages());
      }
      case Outcome.Retry(var delay, var error) -> {
        var headers = (ObjectNode) task.delivery().message().headers().deepCopy();
        headers.put("attempt", task.attempt() + 1);
        put(headers, "due", at.now().plus(delay));
        var next = new Outgoing(task.delivery().queue(), again(task, headers));
        yield new Ending(
            List.of(stored(task, new Kept(TaskState.RETRYING, null, error, null), at)),
            List.of(),
            List.of(),
            List.of(next));
      }
      case Outcome.Failed(var error) ->
          Ending.of(stored(task, new Kept(TaskState.FAILED, null, error, null), at));
      case Outcome.Cancelled(var reason) ->
          Ending.of(stored(task, new Kept(TaskState.CANCELLED, null, reason, null), at));
      case Outcome.Replaced(var canvas, var _) -> launch(canvas, at).ending(); // which refuses it
      case Outcome.Snoozed _, Outcome.Released _ -> Ending.nothing();
    };
  }

  @Override
  public Outgoing repeat(Incoming task, Instant due) {
    var headers = (ObjectNode) task.delivery().message().headers().deepCopy();
    put(headers, "due", due);
    return new Outgoing(task.delivery().queue(), again(task, headers));
  }

  private static Message again(Incoming task, ObjectNode headers) {
    var message = task.delivery().message();
    return new Message(
        headers,
        message.properties(),
        message.contentType(),
        message.contentEncoding(),
        message.body());
  }

  private static Ending follow(PlainTask task, String result, End at) {
    var messages = new ArrayList<Outgoing>();
    var then = task.then();
    if (!then.isEmpty()) {
      // A name that is made of what comes before, so that a repetition is recognised.
      var headers = headers(task.id() + "+", then.getFirst());
      var rest = headers.putArray("then");
      then.subList(1, then.size()).forEach(rest::add);
      messages.add(new Outgoing(task.delivery().queue(), message(headers, result)));
    }
    var group = task.group();
    var index = task.delivery().message().headers().path("index");
    List<GroupPart> parts =
        group == null
            ? List.of()
            : List.of(
                new GroupPart(
                    group, task.id(), index.isInt() ? index.intValue() : null, result, at.keep()));
    return new Ending(List.of(), List.of(), parts, messages);
  }

  private static StoredResult stored(Incoming task, Kept kept, End at) {
    return new StoredResult(
        task.id(),
        JsonCodec.encode("result", kept),
        kept.state() == TaskState.SUCCEEDED,
        at.keep());
  }

  @Override
  public Optional<Ending> again(Incoming task, String document, End at) {
    var kept = kept(document);
    if (!kept.state().isFinal()) {
      return Optional.empty();
    }
    return Optional.of(
        kept.result() == null ? Ending.nothing() : follow((PlainTask) task, kept.result(), at));
  }

  @Override
  public Ending unknown(Incoming task, End at) {
    var error = TaskError.of("lovage.UnknownType", task.type() + " is not known to the worker");
    return end(task, new Outcome.Failed(error), at);
  }

  @Override
  public Ending joined(Incoming task, GroupPart part, CompleteGroup group, End at) {
    var join = task.delivery().message().headers().path("join").asString("");
    var headers = headers(TaskId.named(part.group() + " joined").toString(), join);
    var results = "[" + String.join(",", group.documents()) + "]";
    return new Ending(
        List.of(),
        List.of(),
        List.of(),
        List.of(new Outgoing(task.delivery().queue(), message(headers, results))));
  }

  @Override
  public Optional<StoredResult> progress(Incoming task, Progress progress, End at) {
    return Optional.of(stored(task, new Kept(TaskState.RUNNING, null, null, progress), at));
  }

  @Override
  public Document read(String document) {
    var kept = kept(document);
    return new Document(kept.state(), kept.result(), kept.error(), kept.progress());
  }

  private static Kept kept(String document) {
    var kept = JsonCodec.decode("result", document, Kept.class);
    return kept == null ? new Kept(TaskState.QUEUED, null, null, null) : kept;
  }
}
