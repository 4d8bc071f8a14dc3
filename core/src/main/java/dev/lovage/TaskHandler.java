// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import org.jspecify.annotations.Nullable;

/// The code of a task type. It may be run more than once for one task, by any worker, so its
/// effects should be safe to repeat; it may be called from several threads at a time.
@FunctionalInterface
public interface TaskHandler<A, R> {

  /// Computes the result. Whatever it throws fails the attempt, and the retry policy decides what
  /// follows.
  @Nullable R run(A argument, TaskContext context) throws Exception;

  /// A handler that needs nothing but its argument.
  @FunctionalInterface
  interface OfArgument<A, R> {
    @Nullable R run(A argument) throws Exception;
  }
}
