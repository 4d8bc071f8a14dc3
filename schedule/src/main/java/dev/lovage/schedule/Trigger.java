// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import dev.lovage.TaskId;
import org.jspecify.annotations.Nullable;

/// A trigger as it stood when it was read.
///
/// @param words what it waits for, for a person
/// @param makes the tasks; their argument is null where it says what has happened
public record Trigger(
    String name, On on, String words, Schedule.Made makes, Progress progress, boolean paused) {

  /// How far it has come.
  ///
  /// @param count how many actions it has counted; 0 for one that counts none
  /// @param task its last one, or null before the first
  /// @param fired how many tasks there were so far; those of calls are not counted
  public record Progress(long count, @Nullable TaskId task, long fired) {}
}
