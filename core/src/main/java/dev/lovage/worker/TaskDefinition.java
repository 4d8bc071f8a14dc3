// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.RetryPolicy;
import dev.lovage.TaskHandler;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.Lease;
import dev.lovage.spi.NewTask;
import dev.lovage.value.ValueTemplate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A task type as a worker sees it.
///
/// @param versions of the argument: which one this code takes, and how older ones become it
/// @param handler null where the type can be submitted but not run
/// @param settings what a submit without the code left out
public record TaskDefinition<A, R>(
    String name,
    Class<A> argumentType,
    Class<R> resultType,
    ArgumentVersions versions,
    @Nullable TaskHandler<A, R> handler,
    NewTask.Settings settings,
    Running running) {

  /// What concerns the worker alone.
  ///
  /// @param io run on virtual threads
  /// @param stopGrace how long a handler that was asked to stop may go on before it is given up
  /// @param ackEarly a broker forgets the task when its handler begins
  public record Running(RetryPolicy retry, boolean io, Duration stopGrace, boolean ackEarly) {}

  RetryPolicy retry() {
    return running.retry();
  }

  boolean io() {
    return running.io();
  }

  String queue() {
    return settings.queue();
  }

  /// The name under which tasks of the present argument version are stored.
  public String storedName() {
    return versions.storedName(name);
  }

  /// The names under which tasks are stored that this code can run.
  public Set<String> knownNames() {
    return versions.knownNames(name);
  }

  /// The same for a task that asks for several calls: of a list of arguments it makes the list of
  /// results.
  TaskDefinition<JsonNode, Object> each() {
    TaskHandler<A, R> one = Objects.requireNonNull(handler);
    return new TaskDefinition<>(
        name,
        JsonNode.class,
        Object.class,
        new ArgumentVersions(1, Map.of()),
        (arguments, context) -> {
          var results = new ArrayList<@Nullable Object>();
          for (var argument : arguments) {
            context.checkCancelled();
            results.add(one.run(readArgument(argument.toString()), context));
          }
          return results;
        },
        settings,
        running);
  }

  /// The lease, completed by what this declaration says and the submitting process did not know.
  Lease complete(Lease lease) {
    var work = lease.work();
    if (work.publishes() != null && work.timeLimit() != null) {
      return lease;
    }
    var completed =
        new Lease.Work(
            work.type(),
            work.queue(),
            work.argument(),
            work.timeLimit() != null ? work.timeLimit() : settings.limits().timeLimit(),
            work.retry(),
            work.publishes() != null ? work.publishes() : publishes(work.argument()),
            work.checkpoint());
    return new Lease(
        lease.task(),
        lease.version(),
        lease.token(),
        lease.attempt(),
        lease.until(),
        completed,
        lease.limitedKey());
  }

  private @Nullable String publishes(String argument) {
    var name = settings.publishes();
    if (name == null || !ValueTemplate.isTemplate(name)) {
      return name;
    }
    try {
      return ValueTemplate.parse(name).name(JsonCodec.tree("argument", argument));
    } catch (LovageException e) {
      // The handler will say what is wrong with the argument.
      return null;
    }
  }

  /// Reads the argument of a task that was stored under this name, of any version that is known.
  A readArgument(String storedName, String json) {
    return readArgument(versions.upcast(name, storedName, json));
  }

  /// Reads an argument of the present version.
  ///
  /// @throws LovageException `INVALID` if the JSON does not fit
  @SuppressWarnings("NullAway") // A type without an argument is declared with Void and gets null.
  public A readArgument(String json) {
    var argument = JsonCodec.decode("argument", json, argumentType);
    if (argument == null && argumentType != Void.class) {
      throw new LovageException(
          ErrorCode.INVALID, "argument: is null; expected a " + argumentType.getSimpleName());
    }
    return argument;
  }
}
