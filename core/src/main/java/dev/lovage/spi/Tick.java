// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.Cause;
import java.util.List;

/// One step of a ticker: its cursor moves and tasks are accepted, together or not at all.
///
/// @param next the cursor and time to come, with the revision that the ticker must still have; or
///   with [#ANY], for a tick that moves no cursor: then only the tasks count, which the ids tell
///   apart
/// @param firings none for a tick that was let pass
/// @param happenings the numbers of those that are dealt with by this tick
/// @param marks those that change
public record Tick(
    Ticker.Kind kind,
    String name,
    Ticker.Position next,
    List<Firing> firings,
    List<Long> happenings,
    List<Mark> marks) {

  /// Whatever revision the ticker has, as long as it is there and not paused.
  public static final long ANY = -1;

  public Tick {
    firings = List.copyOf(firings);
    happenings = List.copyOf(happenings);
    marks = List.copyOf(marks);
  }

  /// Of a ticker without marks.
  public Tick(
      Ticker.Kind kind,
      String name,
      Ticker.Position next,
      List<Firing> firings,
      List<Long> happenings) {
    this(kind, name, next, firings, happenings, List.of());
  }

  /// A task with what made it.
  public record Firing(NewTask task, Cause cause) {}
}
