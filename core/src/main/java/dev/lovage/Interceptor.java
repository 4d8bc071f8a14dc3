// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.util.concurrent.Callable;

/// Stands around submits and attempts, for what concerns all of them: tracing, the logger's
/// context, checks of who may submit what. See [Lovage#intercept]. Called from any thread.
public interface Interceptor {

  /// Before tasks are submitted, once for each call that submits. May change the options, and
  /// refuse the submit by throwing; then nothing is accepted.
  default void submitting(TaskType<?, ?> type, SubmitOptions options) {}

  /// Around an attempt. Must call `handler` once and return what it returns, or throw: what is
  /// thrown ends the attempt as if the handler had thrown it.
  default <R> R attempting(TaskContext context, Callable<R> handler) throws Exception {
    return handler.call();
  }
}
