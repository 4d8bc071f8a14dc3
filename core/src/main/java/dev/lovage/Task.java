// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One unit of work as it stood when it was read.
///
/// @param version the order of submission in its store: later submits have higher versions
/// @param error of the last attempt that failed, or why the task was cancelled; null if neither
public record Task(
    TaskId id,
    String type,
    TaskState state,
    long version,
    Placement placement,
    Run run,
    @Nullable TaskError error) {

  /// Where and when the task was meant to run.
  ///
  /// @param priority from 0 to 9, higher first
  /// @param publishes the served value that the result goes to, or null
  /// @param cause the schedule or trigger that made it, or null if somebody submitted it
  public record Placement(
      String queue,
      int priority,
      Instant submittedAt,
      Instant dueAt,
      @Nullable Instant expiresAt,
      @Nullable String publishes,
      @Nullable Cause cause) {

    /// Of a task that somebody submitted.
    public Placement(
        String queue,
        int priority,
        Instant submittedAt,
        Instant dueAt,
        @Nullable Instant expiresAt,
        @Nullable String publishes) {
      this(queue, priority, submittedAt, dueAt, expiresAt, publishes, null);
    }
  }

  /// How it went so far.
  ///
  /// @param attempt the number of attempts begun, 0 before the first; one that was released, to be
  ///   run again, is not counted
  /// @param lost how many of its leases ran out because a worker died or stalled
  /// @param worker the one that holds the lease, or held the last one; null before the first
  /// @param endedAt when the task reached a final state, else null
  public record Run(
      int attempt,
      int lost,
      @Nullable String worker,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable Progress progress,
      boolean cancelRequested) {}
}
