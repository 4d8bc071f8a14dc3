// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

/// What a request to run a task once more did.
public enum RequeueResult {
  /// The task had failed or was cancelled and is now queued as if it were new.
  REQUEUED,
  /// The task has not ended: it will run, or it runs.
  NOT_ENDED,
  /// The task has a result, which stands.
  SUCCEEDED,
  /// No such task.
  UNKNOWN,
  /// The task ended and its time to live is over.
  FORGOTTEN
}
