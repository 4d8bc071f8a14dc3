// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

/// What a cancellation did.
public enum CancelResult {
  /// The task did not run and is now cancelled.
  CANCELLED,
  /// The task runs; its worker is asked to stop it. A result that comes all the same, before the
  /// handler is given up, stands.
  REQUESTED,
  /// Others still wait for the task, so it goes on.
  KEPT,
  /// The task had ended before.
  ALREADY_FINAL,
  /// No such task.
  UNKNOWN,
  /// The task ended and its time to live is over.
  FORGOTTEN
}
