// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.TaskContext;
import java.util.Optional;

/// Binds the context of the attempt that runs on a thread.
public final class CurrentTask {

  private static final ScopedValue<TaskContext> CURRENT = ScopedValue.newInstance();

  private CurrentTask() {}

  public static Optional<TaskContext> get() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  static <R> R with(TaskContext context, ScopedValue.CallableOp<R, Exception> body)
      throws Exception {
    return ScopedValue.where(CURRENT, context).call(body);
  }
}
