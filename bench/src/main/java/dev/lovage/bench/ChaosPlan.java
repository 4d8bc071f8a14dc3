// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

/// How many processes there are over a store, and how often some are killed.
///
/// @param shortestMillis between two moments of killing
record ChaosPlan(int webs, int workers, long shortestMillis, long longestMillis) {

  /// On one machine and one file.
  static ChaosPlan ofOneMachine() {
    return new ChaosPlan(1, 2, 300, 6_000);
  }

  /// As on several machines over one server: two web processes, three workers.
  static ChaosPlan ofSeveral() {
    return new ChaosPlan(2, 3, 2_000, 12_000);
  }
}
