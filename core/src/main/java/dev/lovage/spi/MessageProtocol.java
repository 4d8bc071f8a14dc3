// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The language of a broker's messages and results: pure functions, without any I/O and without a
/// clock of their own.
public interface MessageProtocol {

  /// Reads a delivery; whatever it holds, this does not throw.
  Reading read(Delivery delivery);

  /// A new task as a message.
  ///
  /// @param argument the type that the argument was made of, `Object` if it is not known
  /// @throws LovageException `INVALID` for what the protocol has no words for
  Outgoing message(NewTask task, Class<?> argument, Instant now);

  /// The same task as a new message, for one that its broker has forgotten already. The attempt is
  /// not counted.
  Outgoing repeat(Incoming task, Instant due);

  /// What follows when an attempt ends so. Nothing, if it was released or put off.
  ///
  /// @throws LovageException `INVALID` if what it is replaced by can't be said or run
  Ending end(Incoming task, Outcome outcome, End at);

  /// What follows from an end that was stored before: all but its result, in case the one who
  /// stored it could not do it. Empty if the document is not of an end.
  Optional<Ending> again(Incoming task, String document, End at);

  /// What follows for a task of a type that this worker does not have.
  Ending unknown(Incoming task, End at);

  /// What follows when a group is complete.
  ///
  /// @param part the one that completed it
  Ending joined(Incoming task, GroupPart part, CompleteGroup group, End at);

  /// What tells a reader how far the task has come; empty if the protocol has no words for it.
  Optional<StoredResult> progress(Incoming task, Progress progress, End at);

  Document read(String document);

  /// Tasks that were put together, as what has to be done so that they run.
  ///
  /// @param canvas JSON text in the words of the protocol
  /// @throws LovageException `INVALID` for what the protocol has no words for
  default Launch launch(String canvas, End at) {
    throw new LovageException(
        ErrorCode.INVALID, "canvas: this broker's protocol knows single tasks only");
  }

  /// What is put together, on its way.
  ///
  /// @param ending the groups and messages
  /// @param results the ids of the results that a caller waits for
  record Launch(Ending ending, List<String> results) {

    public Launch {
      results = List.copyOf(results);
    }
  }

  /// When and where something ended.
  ///
  /// @param worker its name
  /// @param keep how long results are kept
  /// @param queues where the tasks of a type are sent, as far as the worker knows
  record End(
      Instant now, String worker, Duration keep, Function<String, Optional<String>> queues) {}
}
