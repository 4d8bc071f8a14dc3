// SPDX-License-Identifier: Apache-2.0
package dev.lovage.client;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.TaskHandle;
import dev.lovage.TaskId;
import dev.lovage.spi.JsonCodec;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A task type of the server, through which tasks are submitted. Made by [LovageClient#task]; safe
/// for use from any thread.
public final class RemoteType<A, R> {

  // Ids made by many machines at once must differ.
  private final SecureRandom random = new SecureRandom();
  private final String name;
  private final Class<A> argumentType;
  private final Class<R> resultType;
  private final Calls calls;

  RemoteType(String name, Class<A> argumentType, Class<R> resultType, Calls calls) {
    this.name = name;
    this.argumentType = argumentType;
    this.resultType = resultType;
    this.calls = calls;
  }

  public String name() {
    return name;
  }

  public Class<A> argumentType() {
    return argumentType;
  }

  public Class<R> resultType() {
    return resultType;
  }

  /// Accepts one task: when this returns, the task is durable.
  ///
  /// @throws LovageException `UNKNOWN_TYPE`, `INVALID`, `TOO_LARGE`, `FULL` with the time after
  ///   which there should be room, or `UNAVAILABLE`, after which the task may have been accepted
  public TaskHandle<R> submit(A argument) {
    return submit(argument, options -> {});
  }

  /// Accepts one task with options of its own.
  public TaskHandle<R> submit(A argument, Consumer<RemoteOptions> options) {
    var chosen = chosen(options);
    var key = chosen.idempotencyKey();
    if (key == null) {
      // The same at each repetition, so that the task is accepted once.
      chosen.query().putIfAbsent("id", nextId().toString());
    }
    var request = calls.request(calls.address().of(path(""), chosen.query()));
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    request
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(JsonCodec.encode("argument", argument)));
    var accepted = Problems.json(calls.send(request));
    var id = TaskId.parse(accepted.path("id").asString(""));
    return handle(
        id, accepted.has("waiter") ? TaskId.parse(accepted.path("waiter").asString("")) : id);
  }

  /// Accepts many tasks with as many handles, in the order of the arguments. Not all or none: one
  /// that is refused is not accepted, and those beside it are.
  ///
  /// @throws LovageException of the first that was refused; the message says how many were accepted
  public List<TaskHandle<R>> submitAll(List<? extends A> arguments) {
    return submitAll(arguments, options -> {});
  }

  /// As [#submitAll(List)], with the same options for all.
  public List<TaskHandle<R>> submitAll(
      List<? extends A> arguments, Consumer<RemoteOptions> options) {
    var handles = new ArrayList<TaskHandle<R>>(arguments.size());
    submitAll(arguments.stream(), options, (id, waiter) -> handles.add(handle(id, waiter)));
    return handles;
  }

  /// Accepts any number of tasks with the same options, up to a thousand in a request, as the
  /// stream gives them; memory is needed for those alone.
  ///
  /// @return how many were accepted
  /// @throws LovageException of the first that was refused; the message says how many were
  ///   accepted. Of its request the others are, and no more is taken from the stream.
  public long submitAll(Stream<? extends A> arguments, Consumer<RemoteOptions> options) {
    return submitAll(arguments, options, (id, waiter) -> {});
  }

  private long submitAll(
      Stream<? extends A> arguments,
      Consumer<RemoteOptions> options,
      BiConsumer<TaskId, TaskId> each) {
    var chosen = chosen(options);
    if (chosen.query().containsKey("id") || chosen.idempotencyKey() != null) {
      throw new LovageException(
          ErrorCode.INVALID, "id: can't be the same for several tasks; leave id and key out");
    }
    var bulk = new Bulk(calls, calls.address().of(path("/bulk"), chosen.query()), each);
    for (var i = arguments.iterator(); i.hasNext(); ) {
      bulk.add(JsonCodec.encode("argument", i.next()));
    }
    bulk.send();
    return bulk.accepted();
  }

  private static RemoteOptions chosen(Consumer<RemoteOptions> options) {
    var chosen = new RemoteOptions();
    options.accept(chosen);
    return chosen;
  }

  private TaskId nextId() {
    return TaskId.next(InstantSource.system(), random);
  }

  private String path(String rest) {
    return "/v1/tasks/" + Address.encoded(name) + rest;
  }

  private TaskHandle<R> handle(TaskId id, TaskId waiter) {
    return new RemoteHandle<>(id, waiter, resultType, calls);
  }
}
