// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What makes tasks by itself, as the store keeps it: a schedule or a trigger. The store knows how
/// far it has come and when to look at it, not what it means.
///
/// @param name within its kind
/// @param paused one that is paused is not due and takes note of nothing
public record Ticker(
    Kind kind, String name, Definition definition, Position position, boolean paused) {

  /// Two namespaces.
  public enum Kind {
    SCHEDULE,
    TRIGGER
  }

  /// What it is.
  ///
  /// @param spec JSON text of whoever made it
  /// @param source what in this store makes it tick, or null for what is not in this store: `value
  ///   NAME` for each result that is published as that value, `succeeded TYPE` or `failed TYPE` for
  ///   each task of that type that ends so
  public record Definition(String spec, @Nullable String source) {}

  /// How far it has come.
  ///
  /// @param revision rises with each change; a change names the one that it follows
  /// @param cursor JSON text of whoever moves it
  /// @param dueAt when to look at it next, or null for not by time
  public record Position(long revision, String cursor, @Nullable Instant dueAt) {}
}
