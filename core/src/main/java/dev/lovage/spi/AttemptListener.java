// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.time.Duration;

/// Hears of the life of tasks that a worker receives from a broker. Called from the worker's
/// threads: return at once.
public interface AttemptListener {

  /// The worker holds the task and will run it.
  default void received(Incoming task) {}

  /// Its handler begins.
  default void started(Incoming task) {}

  /// The attempt has ended and what follows from it is done.
  ///
  /// @param ran how long its handler ran; zero if it never began
  default void ended(Incoming task, Outcome outcome, Duration ran) {}

  /// The worker has stopped; nothing more will come.
  default void left() {}
}
