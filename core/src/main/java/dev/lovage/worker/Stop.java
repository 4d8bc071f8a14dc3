// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

/// Why a running attempt was asked to stop.
enum Stop {
  /// Somebody cancelled the task.
  CANCELLED,
  /// It ran longer than its time limit.
  TIME_LIMIT,
  /// Another worker may have the task by now: nothing that this attempt does counts any more.
  LOST,
  /// The worker must end now.
  SHUTDOWN
}
