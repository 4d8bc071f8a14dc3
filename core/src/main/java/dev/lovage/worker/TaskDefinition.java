// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.RetryPolicy;
import dev.lovage.TaskHandler;
import dev.lovage.spi.JsonCodec;
import org.jspecify.annotations.Nullable;

/// A task type as a worker sees it.
///
/// @param handler null where the type can be submitted but not run
/// @param io run on virtual threads
public record TaskDefinition<A, R>(
    String name,
    Class<A> argumentType,
    Class<R> resultType,
    @Nullable TaskHandler<A, R> handler,
    RetryPolicy retry,
    String queue,
    boolean io) {

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
