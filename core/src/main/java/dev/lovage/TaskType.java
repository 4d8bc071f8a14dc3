// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.NewTask;
import dev.lovage.value.ValueTemplate;
import dev.lovage.worker.TaskDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A named kind of work with the types of its argument and result, through which tasks are
/// submitted. Made by [Lovage#task]; safe for use from any thread.
public final class TaskType<A, R> {

  private final TaskDefinition<A, R> definition;
  private final NewTask.Settings settings;
  private final @Nullable SingleFlight singleFlight;
  private final Sharing sharing;
  private final Submitter submitter;
  private final @Nullable ValueTemplate publishes;

  TaskType(
      TaskDefinition<A, R> definition,
      NewTask.Settings settings,
      @Nullable SingleFlight singleFlight,
      Sharing sharing,
      Submitter submitter) {
    this.definition = definition;
    this.settings = settings;
    this.singleFlight = singleFlight;
    this.sharing = sharing;
    this.submitter = submitter;
    var value = settings.publishes();
    this.publishes =
        value == null || !ValueTemplate.isTemplate(value) ? null : ValueTemplate.parse(value);
  }

  public String name() {
    return definition.name();
  }

  public Class<A> argumentType() {
    return definition.argumentType();
  }

  public Class<R> resultType() {
    return definition.resultType();
  }

  /// Accepts one task: when this returns, the task is durable.
  ///
  /// @throws LovageException `INVALID`, `TOO_LARGE`, `CONFLICT`, or `FULL` or `UNAVAILABLE`, after
  ///   which the submit may be repeated
  public TaskHandle<R> submit(A argument) {
    return submit(argument, options -> {});
  }

  /// Accepts one task with options of its own.
  public TaskHandle<R> submit(A argument, Consumer<SubmitOptions> options) {
    return enqueue(JsonCodec.encode("argument", argument), options);
  }

  /// Makes a task without submitting it, for those that hand it to the store together with
  /// something else.
  public NewTask draft(A argument, Consumer<SubmitOptions> options) {
    var chosen = chosen(options);
    return newTask(JsonCodec.encode("argument", argument), 0, chosen, chosen.settings());
  }

  /// As [#draft], of an argument that is JSON text, checked first.
  public NewTask draftJson(String argument, Consumer<SubmitOptions> options) {
    definition.readArgument(argument);
    var chosen = chosen(options);
    return newTask(argument, 0, chosen, chosen.settings());
  }

  /// A task without an argument, and without what is made of it.
  NewTask blank(Consumer<SubmitOptions> options) {
    var chosen = chosen(options);
    var s = chosen.settings();
    return new NewTask(
        submitter.nextId(),
        definition.storedName(),
        "null",
        new NewTask.Settings(
            s.queue(),
            s.priority(),
            s.start(),
            s.limits(),
            s.retry(),
            publishes == null ? s.publishes() : null),
        List.of());
  }

  /// Accepts many tasks, all or none, in one transaction.
  public List<TaskHandle<R>> submitAll(List<? extends A> arguments) {
    return submitAll(arguments, options -> {});
  }

  /// Accepts many tasks with the same options, all or none, in one transaction.
  public List<TaskHandle<R>> submitAll(
      List<? extends A> arguments, Consumer<SubmitOptions> options) {
    var chosen = chosen(options);
    if (chosen.id() != null && arguments.size() > 1) {
      throw Checks.invalid("id", "can't be the same for several tasks; leave it out");
    }
    return enqueue(
        arguments.stream().map(argument -> JsonCodec.encode("argument", argument)).toList(),
        chosen);
  }

  /// Accepts any number of tasks with the same options, a thousand in a transaction, as the stream
  /// gives them; memory is needed for those alone. Not all or none: if it throws, the tasks before
  /// the batch that failed are accepted.
  ///
  /// @return how many were accepted
  /// @throws LovageException as for one submit; the message says how many tasks were accepted
  ///   before
  public long submitAll(Stream<? extends A> arguments, Consumer<SubmitOptions> options) {
    var chosen = chosen(options);
    if (chosen.id() != null || chosen.idempotencyKey() != null) {
      throw Checks.invalid("id", "can't be the same for several tasks; leave id and key out");
    }
    var settings = chosen.settings();
    return new StreamSubmit(submitter)
        .all(
            arguments
                .map(argument ->
                    newTask(JsonCodec.encode("argument", argument), 1, chosen, settings))
                .iterator());
  }

  /// As [#submitAll(List, Consumer)], of arguments that are JSON text, each checked first.
  public List<TaskHandle<R>> submitAllJson(
      List<String> arguments, Consumer<SubmitOptions> options) {
    arguments.forEach(definition::readArgument);
    var chosen = chosen(options);
    return enqueue(arguments, chosen);
  }

  /// Accepts one task whose argument is JSON text, checked against the argument's type first.
  public TaskHandle<R> submitJson(String argument, Consumer<SubmitOptions> options) {
    definition.readArgument(argument);
    return enqueue(argument, options);
  }

  /// As [#submitJson], with a handle that reads the result as whatever it is.
  TaskHandle<Object> submitUntyped(String argument, Consumer<SubmitOptions> options) {
    definition.readArgument(argument);
    return enqueue(List.of(argument), chosen(options), Object.class).getFirst();
  }

  private TaskHandle<R> enqueue(String argument, Consumer<SubmitOptions> options) {
    var chosen = chosen(options);
    return enqueue(List.of(argument), chosen).getFirst();
  }

  private List<TaskHandle<R>> enqueue(List<String> arguments, SubmitOptions options) {
    return enqueue(arguments, options, definition.resultType());
  }

  private <T> List<TaskHandle<T>> enqueue(
      List<String> arguments, SubmitOptions options, Class<T> resultType) {
    var settings = options.settings();
    var tasks = new ArrayList<NewTask>(arguments.size());
    for (var argument : arguments) {
      int place = arguments.size() == 1 ? 0 : tasks.size() + 1;
      tasks.add(newTask(argument, place, options, settings));
    }
    if (options.idempotencyKey() != null) {
      submitter
          .queues()
          .homes()
          .requireStore(
              settings.queue(),
              "idempotency keys",
              "give the task an id and let its handler bear a repetition");
    }
    if (options.idempotencyKey() != null && tasks.size() > 1) {
      // All or none: a place of the list that is refused afterwards would come too late.
      submitter.checkKnown(tasks);
    }
    var enqueued = submitter.enqueue(tasks);
    if (options.idempotencyKey() != null) {
      submitter.checkSame(tasks, enqueued);
    }
    var handles = new ArrayList<TaskHandle<T>>(tasks.size());
    for (int i = 0; i < tasks.size(); i++) {
      handles.add(submitter.handle(tasks.get(i), enqueued.get(i), resultType));
    }
    return handles;
  }

  /// Reads the argument as a worker would.
  ///
  /// @throws LovageException `INVALID` if it does not fit, naming the place
  public A decodeArgument(String json) {
    return definition.readArgument(json);
  }

  /// The same type, submitted in another way.
  TaskType<A, R> through(Submitter other) {
    return new TaskType<>(definition, settings, singleFlight, sharing, other);
  }

  TaskDefinition<A, R> definition() {
    return definition;
  }

  /// Whether its tasks have a key or limits.
  boolean isShared() {
    return !sharing.isNone();
  }

  boolean isSingleFlight() {
    return singleFlight != null;
  }

  private SubmitOptions chosen(Consumer<SubmitOptions> options) {
    var chosen = new SubmitOptions(settings);
    options.accept(chosen);
    submitter.interceptors().submitting(this, chosen);
    return chosen;
  }

  /// @param settings those of the options, made once for all tasks of a list
  private NewTask newTask(
      String argument, int place, SubmitOptions options, NewTask.Settings settings) {
    if (argument.length() > JsonCodec.MAX_ARGUMENT) {
      throw new LovageException(
          ErrorCode.TOO_LARGE,
          "argument: has %,d characters of JSON, more than %,d; store it elsewhere and submit its name"
              .formatted(argument.length(), JsonCodec.MAX_ARGUMENT));
    }
    return new NewTask(
        id(options, place),
        definition.storedName(),
        argument,
        named(settings, argument),
        options.after(),
        unique(argument, options),
        sharing.of(name(), argument, options.key()));
  }

  /// The settings with the name of the value that this argument's result goes to.
  private NewTask.Settings named(NewTask.Settings settings, String argument) {
    return publishes == null
        ? settings
        : new NewTask.Settings(
            settings.queue(),
            settings.priority(),
            settings.start(),
            settings.limits(),
            settings.retry(),
            publishes.name(JsonCodec.tree("argument", argument)));
  }

  private @Nullable Unique unique(String argument, SubmitOptions options) {
    var own = options.unique();
    return own != null || singleFlight == null
        ? own
        : singleFlight.of(definition.storedName(), argument);
  }

  /// @param place of the task in its list, from 1; 0 for one that stands alone
  private TaskId id(SubmitOptions options, int place) {
    var key = options.idempotencyKey();
    if (key != null) {
      return TaskId.of(name(), place == 0 ? key : key + "/" + place);
    }
    var id = options.id();
    return id != null ? id : submitter.nextId();
  }
}
