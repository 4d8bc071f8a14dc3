// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import dev.lovage.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A schedule as it stood when it was read.
///
/// @param words when it ticks, for a person
/// @param paused whether somebody has paused it
public record Schedule(
    String name,
    When when,
    String words,
    Rules rules,
    Made makes,
    Progress progress,
    boolean paused) {

  /// What is done at the edges.
  ///
  /// @param mostMissed how many missed ticks have tasks at most, by [Missed#ALL]
  public record Rules(Missed missed, int mostMissed, Overlap overlap) {}

  /// The tasks that it makes.
  ///
  /// @param argument JSON text; null for the instant of the tick
  public record Made(String type, @Nullable String argument, String queue, int priority) {}

  /// How far it has come.
  ///
  /// @param next when its next task is due, jitter included; null if it is paused or over
  /// @param task its last one, or null before the first
  /// @param fired how many tasks there were so far, and
  /// @param skipped how many ticks were left out because of an overlap or for being missed; those
  ///   that one task stands for are not counted
  public record Progress(@Nullable Instant next, @Nullable TaskId task, long fired, long skipped) {}
}
