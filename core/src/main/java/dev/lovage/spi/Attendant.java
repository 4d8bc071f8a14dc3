// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Looks after a worker on behalf of a broker: hears of the life of the tasks that the worker
/// receives from there, and may keep it from running them. Called from the worker's threads: return
/// at once.
public interface Attendant {

  /// Why a task that has come is not to be run at all; asked before anything else of it.
  default Optional<Outcome.Cancelled> refusal(Incoming task) {
    return Optional.empty();
  }

  /// How long a task that could begin now has to wait all the same; zero for not at all.
  default Duration pause(Incoming task) {
    return Duration.ZERO;
  }

  /// How long an attempt may run if its message does not say; null leaves it to the task type.
  default @Nullable Duration timeLimit(Incoming task) {
    return null;
  }

  /// The worker holds the task and will run it, or has come to say that it won't.
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
