// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.TaskError;
import dev.lovage.spi.Ending;
import dev.lovage.spi.Incoming;
import dev.lovage.spi.MessageProtocol;
import dev.lovage.spi.MessageProtocol.End;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.Settlement;
import dev.lovage.worker.Departure.Exit;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is to be done about a delivery whose attempt has ended.
///
/// @param ends when, where, and how long to keep the result, by the task's type
record Endings(MessageProtocol protocol, Function<String, End> ends) {

  private static final Logger log = LoggerFactory.getLogger(Endings.class);

  Departure of(Holding holding, Settlement settlement) {
    var task = holding.task();
    var outcome =
        settlement.outcome() instanceof Outcome.Cancelled && holding.isUnbegun()
            ? Outcome.Cancelled.unbegun()
            : settlement.outcome();
    return new Departure(
        task.delivery(),
        task,
        outcome,
        holding.ran(),
        ending(holding, outcome),
        then(outcome),
        holding.isAcknowledged() ? new Exit.None() : exit(outcome));
  }

  private static List<NewTask> then(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded(var _, var then) -> then;
      case Outcome.Replaced(var _, var then) -> then;
      case Outcome.Retry _,
          Outcome.Failed _,
          Outcome.Cancelled _,
          Outcome.Snoozed _,
          Outcome.Released _ ->
          List.of();
    };
  }

  private static Exit exit(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Released() -> new Exit.Release(Duration.ZERO);
      case Outcome.Snoozed(var delay) -> new Exit.Release(delay);
      case Outcome.Failed(var error) when error.type().equals(TaskError.REJECTED) ->
          new Exit.Reject(error.message());
      case Outcome.Succeeded _,
          Outcome.Retry _,
          Outcome.Failed _,
          Outcome.Cancelled _,
          Outcome.Replaced _ ->
          new Exit.Ack();
    };
  }

  private Ending ending(Holding holding, Outcome outcome) {
    var task = holding.task();
    var end = ends.apply(task.type());
    try {
      return holding.isAcknowledged() ? forgotten(task, outcome, end) : end(task, outcome, end);
    } catch (RuntimeException e) {
      log.error("task {} {}: its end can't be put into words", task.id(), task.type(), e);
      return end(task, new Outcome.Failed(TaskError.of(e)), end);
    }
  }

  /// Of a task that its broker has forgotten already: what can't be given back is sent anew.
  private Ending forgotten(Incoming task, Outcome outcome, End end) {
    var due =
        switch (outcome) {
          case Outcome.Released() -> end.now();
          case Outcome.Snoozed(var delay) -> end.now().plus(delay);
          default -> null;
        };
    return due == null
        ? end(task, outcome, end)
        : new Ending(List.of(), List.of(), List.of(), List.of(protocol.repeat(task, due)));
  }

  private Ending end(Incoming task, Outcome outcome, End end) {
    return protocol.end(task, outcome, end);
  }
}
