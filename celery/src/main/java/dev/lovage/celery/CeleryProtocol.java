// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.Progress;
import dev.lovage.Start;
import dev.lovage.TaskError;
import dev.lovage.spi.CompleteGroup;
import dev.lovage.spi.Delivery;
import dev.lovage.spi.Document;
import dev.lovage.spi.Ending;
import dev.lovage.spi.GroupPart;
import dev.lovage.spi.Incoming;
import dev.lovage.spi.Message;
import dev.lovage.spi.MessageProtocol;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.Outgoing;
import dev.lovage.spi.Reading;
import dev.lovage.spi.StoredResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Celery's language for Lovage's brokers: what peers send is read as tasks, and how they end is
/// told in the form that peers read, with all that a canvas lets follow.
public final class CeleryProtocol implements MessageProtocol {

  private static final int NO_URGENCY = 5;

  private final String origin;
  private final String defaultQueue;

  /// @param origin names this process in messages: `gen<pid>@<host>`
  /// @param defaultQueue for tasks of which nobody says where they are sent; Celery's is `celery`
  public CeleryProtocol(String origin, String defaultQueue) {
    this.origin = origin;
    this.defaultQueue = defaultQueue;
  }

  @Override
  public Reading read(Delivery delivery) {
    return switch (TaskMessage.read(of(delivery.message()))) {
      case TaskMessage message -> new Reading.Understood(new CeleryTask(delivery, message));
      case Refused(var reason, var id, var _) ->
          new Reading.Unreadable(
              reason, id == null ? List.of() : List.of(unreadable(id, reason, delivery.until())));
    };
  }

  /// Celery would leave whoever waits alone.
  private static StoredResult unreadable(String id, String reason, Instant at) {
    var error = new CeleryError("DecodeError", List.of(KombuJson.text(reason)), "kombu.exceptions");
    return stored(TaskMeta.failure(id, error, null, at, TaskMeta.Details.NONE), Duration.ofDays(1));
  }

  private static CeleryMessage of(Message message) {
    return new CeleryMessage(
        message.headers(),
        message.properties(),
        message.contentType(),
        message.contentEncoding(),
        message.body());
  }

  static Message to(CeleryMessage message) {
    return new Message(
        message.headers(),
        message.properties(),
        message.contentType(),
        message.contentEncoding(),
        message.body());
  }

  @Override
  public Outgoing message(NewTask task, Class<?> argument, Instant now) {
    var settings = task.settings();
    Instant eta =
        switch (settings.start()) {
          case Start.Now() -> null;
          case Start.After(var delay) -> now.plus(delay);
          case Start.At(var at) -> at;
        };
    var expiry = settings.limits().expiry();
    var timing =
        new Timing(
            eta, expiry == null ? null : now.plus(expiry), settings.limits().timeLimit(), null, 0);
    Map<String, JsonNode> headers =
        settings.retry() == null
            ? Map.of()
            : Map.of(CeleryTask.RETRY, KombuJson.text(settings.retry()));
    var message =
        TaskMessage.of(task.id().toString(), task.type(), call(task.argument(), argument))
            .with(timing)
            .with(
                new Extras(
                    false, // as whoever sends by name says, in Celery
                    new Display(null, null, null, origin),
                    Map.of(),
                    celery(null, settings.queue()),
                    headers));
    int priority = settings.priority();
    return new Outgoing(
        settings.queue(), to(message.write(now)), priority == NO_URGENCY ? null : priority);
  }

  private static dev.lovage.celery.Delivery celery(@Nullable Integer priority, String queue) {
    return new dev.lovage.celery.Delivery(priority, "", "", queue, null);
  }

  @Override
  public Outgoing repeat(Incoming task, Instant due) {
    var message = ((CeleryTask) task).message();
    var timing = message.timing();
    var later =
        new Timing(due, timing.expires(), timing.hardLimit(), timing.softLimit(), timing.retries());
    return new Outgoing(task.delivery().queue(), to(message.with(later).write(due)));
  }

  /// Of a type that is not known here a list gives the arguments by position, an object by name.
  private static Call call(String argument, Class<?> type) {
    var json = Objects.requireNonNull(KombuJson.read(argument));
    if (type != Object.class) {
      return Binding.unbind(type, json);
    }
    return json.isArray()
        ? new Call(KombuJson.list(json), Map.of())
        : json.isObject() ? new Call(List.of(), KombuJson.map(json)) : Call.of(json);
  }

  @Override
  public Ending end(Incoming task, Outcome outcome, End at) {
    return words((CeleryTask) task, at).end(outcome);
  }

  @Override
  public Optional<Ending> again(Incoming task, String document, End at) {
    var meta = TaskMeta.read(document.getBytes(StandardCharsets.UTF_8));
    return meta == null || !meta.isReady()
        ? Optional.empty()
        : Optional.of(words((CeleryTask) task, at).again(meta));
  }

  @Override
  public Ending unknown(Incoming task, End at) {
    return words((CeleryTask) task, at).failed(CeleryError.notRegistered(task.type()), null);
  }

  @Override
  public Ending joined(Incoming task, GroupPart part, CompleteGroup group, End at) {
    return words((CeleryTask) task, at).joined(part, group);
  }

  @Override
  public Optional<StoredResult> progress(Incoming task, Progress progress, End at) {
    var message = ((CeleryTask) task).message();
    if (Boolean.TRUE.equals(message.extras().ignoreResult())) {
      return Optional.empty();
    }
    var meta = KombuJson.object();
    meta.put("current", progress.fraction()).put("total", 1.0).put("message", progress.message());
    return Optional.of(
        stored(
            TaskMeta.custom(task.id(), "PROGRESS", meta, TaskMeta.Details.of(message)), at.keep()));
  }

  private CeleryEndings words(CeleryTask task, End at) {
    var sender = Sender.of(origin, "", at::now);
    return new CeleryEndings(task.message(), at, sender, defaultQueue);
  }

  static StoredResult stored(TaskMeta meta, Duration keep) {
    return new StoredResult(
        meta.taskId(), new String(meta.write(), StandardCharsets.UTF_8), meta.isSuccess(), keep);
  }

  @Override
  public Document read(String document) {
    var meta = TaskMeta.read(document.getBytes(StandardCharsets.UTF_8));
    if (meta == null) {
      return new Document(dev.lovage.TaskState.QUEUED, null, null, null);
    }
    var error = meta.error();
    return new Document(
        States.toLovage(meta.status()),
        meta.isSuccess() ? KombuJson.text(KombuValues.plain(meta.result())) : null,
        error == null ? noError(meta) : error.toTaskError(meta.traceback()),
        progress(meta));
  }

  /// The ids of the last tasks are the results: one, or those of a group's members.
  @Override
  public Launch launch(String canvas, End at) {
    try {
      var expansion = Successors.apply(Canvas.read(canvas), Sender.of(origin, "", at::now));
      return new Launch(
          new CeleryDeeds(at, defaultQueue).ending(List.of(), expansion.actions(), null),
          waited(expansion.result()).toList());
    } catch (UnknownForm e) {
      throw new LovageException(ErrorCode.INVALID, "canvas: " + e.getMessage(), e);
    }
  }

  private static Stream<String> waited(ResultTuple result) {
    var members = result.members();
    return members == null
        ? Stream.of(result.id())
        : members.stream().flatMap(CeleryProtocol::waited);
  }

  /// A final state must say why, also where a peer does not.
  private static @Nullable TaskError noError(TaskMeta meta) {
    return meta.isReady() && !meta.isSuccess()
        ? TaskError.of(meta.status(), KombuJson.text(meta.result()))
        : null;
  }

  private static @Nullable Progress progress(TaskMeta meta) {
    var current = meta.result().path("current");
    var total = meta.result().path("total");
    return meta.isReady() || !current.isNumber() || !total.isNumber() || total.doubleValue() <= 0
        ? null
        : new Progress(
            current.doubleValue() / total.doubleValue(),
            meta.result().path("message").asString(""));
  }
}
