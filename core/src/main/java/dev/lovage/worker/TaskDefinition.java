// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.RetryPolicy;
import dev.lovage.TaskHandler;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.Lease;
import dev.lovage.spi.NewTask;
import org.jspecify.annotations.Nullable;

/// A task type as a worker sees it.
///
/// @param handler null where the type can be submitted but not run
/// @param settings what a submit without the code left out
/// @param io run on virtual threads
public record TaskDefinition<A, R>(
    String name,
    Class<A> argumentType,
    Class<R> resultType,
    @Nullable TaskHandler<A, R> handler,
    RetryPolicy retry,
    NewTask.Settings settings,
    boolean io) {

  String queue() {
    return settings.queue();
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
            work.publishes() != null ? work.publishes() : settings.publishes());
    return new Lease(
        lease.task(), lease.version(), lease.token(), lease.attempt(), lease.until(), completed);
  }

  /// Reads an argument.
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
