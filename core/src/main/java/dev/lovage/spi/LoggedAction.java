// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.time.Instant;
import java.util.UUID;

/// An action as a log keeps it. It was checked before it came here.
///
/// @param time whole microseconds
/// @param body JSON text
public record LoggedAction(UUID id, String user, String kind, Instant time, String body) {

  /// The longest name of a user, in characters.
  public static final int MAX_USER = 255;

  /// A body may be this long, in characters of JSON.
  public static final int MAX_BODY = 64 << 10;

  /// The most that one call of [ActionLog#append] or a read takes.
  public static final int MAX_LIST = 10_000;
}
