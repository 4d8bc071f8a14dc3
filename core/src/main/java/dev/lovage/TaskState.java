// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.util.EnumSet;
import java.util.Set;

/// Where a task stands. The table of allowed transitions is this file; docs/states.md draws it.
public enum TaskState {
  /// Other tasks must succeed first.
  WAITING,
  /// Its time has not come.
  SCHEDULED,
  /// Ready for a worker.
  QUEUED,
  /// A worker holds the lease of an attempt.
  RUNNING,
  /// An attempt failed; the next one is due later.
  RETRYING,
  /// Final: there is a result.
  SUCCEEDED,
  /// Final: the last attempt failed, or too many leases ran out.
  FAILED,
  /// Final: stopped by a person or by its expiry, replaced by a newer submit of its unique key, or
  /// because a task it waited for did not succeed.
  CANCELLED;

  /// The states that may follow this one.
  public Set<TaskState> next() {
    return switch (this) {
      case WAITING -> EnumSet.of(SCHEDULED, QUEUED, CANCELLED);
      case SCHEDULED, RETRYING -> EnumSet.of(QUEUED, CANCELLED);
      case QUEUED -> EnumSet.of(RUNNING, CANCELLED);
      // Back to QUEUED when a lease runs out or a worker that stops releases it, to SCHEDULED when
      // the handler puts the task off.
      case RUNNING -> EnumSet.of(SUCCEEDED, FAILED, CANCELLED, RETRYING, QUEUED, SCHEDULED);
      case SUCCEEDED -> EnumSet.noneOf(TaskState.class);
      case FAILED, CANCELLED -> EnumSet.of(QUEUED);
    };
  }

  /// Whether the task has ended. What failed or was cancelled stays so unless somebody queues it
  /// again.
  public boolean isFinal() {
    return switch (this) {
      case WAITING, SCHEDULED, QUEUED, RUNNING, RETRYING -> false;
      case SUCCEEDED, FAILED, CANCELLED -> true;
    };
  }
}
