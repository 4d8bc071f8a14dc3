// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.time.Instant;
import java.util.UUID;

/// What a user of the web app did.
///
/// @param id made by who appends it, so that an append can be repeated after a lost answer; best a
///   UUID of version 7, as [ActionStream#action] makes them
/// @param user whose action it is: 1 to 255 characters
/// @param kind what was done, in the app's own words: `view`, `like`
/// @param time when it was done; whole microseconds are kept
public record Action<T>(UUID id, String user, String kind, Instant time, T body) {

  /// The same with another id.
  public Action<T> withId(UUID other) {
    return new Action<>(other, user, kind, time, body);
  }

  /// The same at another time.
  public Action<T> at(Instant other) {
    return new Action<>(id, user, kind, other, body);
  }
}
