// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.spi.Delivery;
import dev.lovage.spi.Ending;
import dev.lovage.spi.Incoming;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.Outcome;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is still to be done about a delivery before this worker is rid of it.
///
/// @param task null if it could not be read
/// @param outcome null if no attempt of this worker ended
/// @param then tasks that its handler submitted
record Departure(
    Delivery delivery,
    @Nullable Incoming task,
    @Nullable Outcome outcome,
    Duration ran,
    Ending ending,
    List<NewTask> then,
    Exit exit) {

  /// The last step, by which the broker forgets the delivery or takes it back.
  sealed interface Exit {

    record Ack() implements Exit {}

    record Release(Duration delay) implements Exit {}

    record Reject(String reason) implements Exit {}

    /// It is not held any more: others have it.
    record None() implements Exit {}
  }

  /// Without an attempt.
  static Departure of(Delivery delivery, @Nullable Incoming task, Ending ending, Exit exit) {
    return new Departure(delivery, task, null, Duration.ZERO, ending, List.of(), exit);
  }

  /// What may still be done when others have the message: a success is worth keeping, all else is
  /// theirs.
  Departure whenLost() {
    var worth = ending.results().stream().filter(result -> result.success()).toList();
    return new Departure(
        delivery, task, outcome, ran, Ending.of(worth), List.of(), new Exit.None());
  }
}
