// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

/// What happens to ticks that went by while no process ran schedules.
public enum Missed {
  /// They are left out. A tick that is less than a minute late was not missed.
  SKIP,
  /// One task stands for all of them.
  ONCE,
  /// Each has its task, the last ones up to a number.
  ALL
}
