// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.spi.Attendant;
import dev.lovage.spi.Incoming;
import dev.lovage.spi.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Passes on what a worker does to the one who looks after it, who comes when the worker is put
/// together. Whatever that one throws is no concern of the worker's.
final class Attendance implements Attendant {

  private static final Logger log = LoggerFactory.getLogger(Attendance.class);

  private volatile Attendant attendant = new Nobody();

  private static final class Nobody implements Attendant {}

  void comes(Attendant somebody) {
    attendant = somebody;
  }

  @Override
  public Optional<Outcome.Cancelled> refusal(Incoming task) {
    return safely(() -> attendant.refusal(task), Optional.empty());
  }

  @Override
  public Duration pause(Incoming task) {
    return safely(() -> attendant.pause(task), Duration.ZERO);
  }

  @Override
  public @Nullable Duration timeLimit(Incoming task) {
    return safely(() -> Optional.ofNullable(attendant.timeLimit(task)), Optional.<Duration>empty())
        .orElse(null);
  }

  @Override
  public void received(Incoming task) {
    safely(() -> attendant.received(task));
  }

  @Override
  public void started(Incoming task) {
    safely(() -> attendant.started(task));
  }

  @Override
  public void ended(Incoming task, Outcome outcome, Duration ran) {
    safely(() -> attendant.ended(task, outcome, ran));
  }

  @Override
  public void left() {
    safely(() -> attendant.left());
  }

  private static void safely(Runnable call) {
    var _ =
        safely(
            () -> {
              call.run();
              return true;
            },
            true);
  }

  private static <T> T safely(Supplier<T> call, T otherwise) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      log.warn("who looks after this worker failed; the worker goes on", e);
      return otherwise;
    }
  }
}
