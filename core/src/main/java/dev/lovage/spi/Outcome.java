// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.TaskError;
import java.time.Duration;
import java.util.List;

/// How an attempt ended.
public sealed interface Outcome {

  /// The handler returned.
  ///
  /// @param result JSON text
  /// @param then tasks to accept in the same transaction. What they wait for need not be known: a
  ///   predecessor that is not counts as one that did not succeed
  record Succeeded(String result, List<NewTask> then) implements Outcome {
    public Succeeded {
      then = List.copyOf(then);
    }

    public Succeeded(String result) {
      this(result, List.of());
    }
  }

  /// The attempt failed and the task is due again after `delay`.
  record Retry(Duration delay, TaskError error) implements Outcome {}

  /// The attempt failed and so has the task.
  record Failed(TaskError error) implements Outcome {}

  /// The attempt stopped because it was asked to.
  record Cancelled(TaskError reason) implements Outcome {

    private static final Cancelled UNBEGUN =
        new Cancelled(TaskError.of(TaskError.CANCELLED, "cancelled before it began"));

    /// Of a task whose handler was not begun.
    public static Cancelled unbegun() {
      return UNBEGUN;
    }

    public boolean isUnbegun() {
      return equals(UNBEGUN);
    }
  }

  /// The handler has put the task off: it is due again after `delay`, and the attempt is not
  /// counted.
  record Snoozed(Duration delay) implements Outcome {}

  /// The handler has put something else in the task's place, which ends under its id. Only of a
  /// task from a broker; a store is never told so.
  ///
  /// @param canvas what it is, as JSON text in the words of the broker's protocol
  /// @param then tasks to accept with it
  record Replaced(String canvas, List<NewTask> then) implements Outcome {
    public Replaced {
      then = List.copyOf(then);
    }
  }

  /// The attempt is given back uncounted: the worker stops, or never began it.
  record Released() implements Outcome {}
}
