// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A task as a message brought it, read by a [MessageProtocol].
public interface Incoming {

  Delivery delivery();

  /// As its sender named it; any text.
  String id();

  String type();

  /// From 1.
  int attempt();

  /// Not to be started before; null for at once.
  @Nullable Instant dueAt();

  /// Not to be started after; null for ever.
  @Nullable Instant expiresAt();

  @Nullable Duration timeLimit();

  /// A [dev.lovage.Backoff] as JSON text, or null for the policy of the task type.
  @Nullable String retry();

  /// Whether it asks for several calls of its type, one after the other: its argument is a list of
  /// arguments then, and its result the list of theirs.
  default boolean isMany() {
    return false;
  }

  /// The argument as JSON text that reads as a value of the type, or as a list of such values.
  ///
  /// @throws dev.lovage.LovageException `INVALID` if what the message has does not fit, naming it
  String argument(Class<?> type);
}
