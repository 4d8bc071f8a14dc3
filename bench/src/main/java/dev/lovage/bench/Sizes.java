// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

/// How much is done in one run. Drains are counted by tasks, and the peer's is smaller because it
/// would take minutes; submits and HTTP loads are counted by seconds, the same on both sides.
record Sizes(
    Phase submitSeconds,
    Phase drainTasks,
    Phase peerDrainTasks,
    Phase roundTrips,
    Phase httpSeconds,
    int idleSeconds) {

  /// @param warm done first and not counted, so that the JIT compiler and the peer's pools are warm
  record Phase(int warm, int measured) {}

  static Sizes normal() {
    return new Sizes(
        new Phase(5, 4),
        new Phase(100_000, 200_000),
        new Phase(2_000, 10_000),
        new Phase(2_000, 2_000),
        new Phase(5, 5),
        5);
  }

  /// Only proves that everything runs.
  static Sizes tiny() {
    return new Sizes(
        new Phase(1, 1),
        new Phase(100, 500),
        new Phase(50, 100),
        new Phase(20, 50),
        new Phase(1, 1),
        1);
  }
}
