// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.TaskId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The exclusive right to run one attempt of a task until [#until].
///
/// A lease can be lost without notice: the process stalls, the lease runs out, and another worker
/// takes the task over. Every write made under a lease therefore carries its `token`, and a store
/// refuses a token that is no longer current. Losing a lease is an ordinary event, not an error:
/// stop, and write nothing.
///
/// @param version the task's order of submission
/// @param attempt counted from 1
/// @param limitedKey the key under whose limits the task runs, or null if it has none
public record Lease(
    TaskId task,
    long version,
    long token,
    int attempt,
    Instant until,
    Work work,
    @Nullable String limitedKey) {

  /// Of a task without limits.
  public Lease(TaskId task, long version, long token, int attempt, Instant until, Work work) {
    this(task, version, token, attempt, until, work, null);
  }

  /// What to run.
  ///
  /// @param argument JSON text
  /// @param retry a [dev.lovage.Backoff] as JSON text, or null for the policy of the task type
  /// @param publishes the served value that the result goes to, or null
  /// @param checkpoint JSON text that an earlier attempt has left, or null
  public record Work(
      String type,
      String queue,
      String argument,
      @Nullable Duration timeLimit,
      @Nullable String retry,
      @Nullable String publishes,
      @Nullable String checkpoint) {

    /// Without a checkpoint.
    public Work(
        String type,
        String queue,
        String argument,
        @Nullable Duration timeLimit,
        @Nullable String retry,
        @Nullable String publishes) {
      this(type, queue, argument, timeLimit, retry, publishes, null);
    }
  }
}
