// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.Share;
import dev.lovage.Start;
import dev.lovage.TaskId;
import dev.lovage.Unique;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A task to accept.
///
/// @param argument JSON text
/// @param after tasks that must succeed before this one may start
/// @param unique which tasks this one shares its work with or takes the place of, or null
/// @param share whose work it is, or null for nobody's in particular
public record NewTask(
    TaskId id,
    String type,
    String argument,
    Settings settings,
    List<TaskId> after,
    @Nullable Unique unique,
    @Nullable Share share) {

  public NewTask {
    after = List.copyOf(after);
  }

  /// Without a unique key.
  public NewTask(TaskId id, String type, String argument, Settings settings, List<TaskId> after) {
    this(id, type, argument, settings, after, null, null);
  }

  /// Without a share.
  public NewTask(
      TaskId id,
      String type,
      String argument,
      Settings settings,
      List<TaskId> after,
      @Nullable Unique unique) {
    this(id, type, argument, settings, after, unique, null);
  }

  /// The same, to start at another time.
  public NewTask starting(Start start) {
    return new NewTask(id, type, argument, settings.starting(start), after, unique, share);
  }

  /// What does not depend on the argument.
  ///
  /// @param priority from 0 to 9, higher first
  /// @param retry a [dev.lovage.Backoff] as JSON text, or null for the policy of the task type
  /// @param publishes the served value that the result goes to, or null
  public record Settings(
      String queue,
      int priority,
      Start start,
      Limits limits,
      @Nullable String retry,
      @Nullable String publishes) {

    private Settings starting(Start other) {
      return new Settings(queue, priority, other, limits, retry, publishes);
    }
  }

  /// How long and how often.
  ///
  /// @param expiry not started later than this after submission; null for never
  /// @param timeLimit for one attempt; null for none
  /// @param resultTtl how long the task is remembered once it has ended
  /// @param maxLost a task whose leases have run out this often has failed
  public record Limits(
      @Nullable Duration expiry, @Nullable Duration timeLimit, Duration resultTtl, int maxLost) {}
}
