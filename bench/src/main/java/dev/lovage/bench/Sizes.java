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
    Watched watched,
    Many many) {

  /// How long it is watched while nobody does anything.
  ///
  /// @param idleSeconds while a worker has nothing to do
  /// @param transactionSeconds while a transaction stays open
  record Watched(int idleSeconds, int transactionSeconds) {}

  /// Where the number of tasks is what is measured.
  ///
  /// @param delayedTasks how many wait for their time
  /// @param releasedTasks how many come due at once
  /// @param backlogTasks how many wait for a worker
  /// @param agedTasks how many have finished
  /// @param keys how many take turns, with ten tasks each
  record Many(
      Phase bulkTasks,
      Phase steadySeconds,
      int delayedTasks,
      int releasedTasks,
      int backlogTasks,
      int agedTasks,
      int keys) {

    Many of(int tasks) {
      return new Many(
          new Phase(bulkTasks.warm(), tasks),
          steadySeconds,
          tasks,
          tasks,
          Math.max(tasks, SMALLEST_BACKLOG),
          Math.max(tasks, SMALLEST_BACKLOG),
          keys);
    }
  }

  private static final int SMALLEST_BACKLOG = 2_000;

  /// @param warm done first and not counted, so that the JIT compiler and the peer's pools are warm
  record Phase(int warm, int measured) {

    Phase atMost(int tasks) {
      return new Phase(Math.min(warm, tasks), Math.min(measured, tasks));
    }
  }

  static Sizes normal() {
    return new Sizes(
        new Phase(5, 4),
        new Phase(100_000, 200_000),
        new Phase(2_000, 10_000),
        new Phase(15_000, 5_000),
        new Phase(5, 5),
        new Watched(5, 600),
        new Many(
            new Phase(100_000, 1_000_000),
            new Phase(10, 20),
            1_000_000,
            100_000,
            10_000_000,
            10_000_000,
            10_000));
  }

  /// Only proves that everything runs.
  static Sizes tiny() {
    return new Sizes(
        new Phase(1, 1),
        new Phase(100, 500),
        new Phase(50, 100),
        new Phase(20, 50),
        new Phase(1, 1),
        new Watched(1, 1),
        new Many(new Phase(1_000, 2_000), new Phase(1, 1), 2_000, 2_000, 3_000, 3_000, 200));
  }

  /// With so many tasks where their number is what is measured.
  Sizes withTasks(int tasks) {
    return new Sizes(
        submitSeconds,
        new Phase(Math.max(1, tasks / 2), tasks),
        peerDrainTasks.atMost(tasks),
        roundTrips.atMost(tasks),
        httpSeconds,
        watched,
        many.of(tasks));
  }

  /// With a transaction that stays open for so long.
  Sizes withSeconds(int seconds) {
    return new Sizes(
        submitSeconds,
        drainTasks,
        peerDrainTasks,
        roundTrips,
        httpSeconds,
        new Watched(watched.idleSeconds(), seconds),
        many);
  }
}
