// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.spi.AttemptListener;
import dev.lovage.spi.Incoming;
import dev.lovage.spi.Outcome;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Passes on what a worker does to the one who looks after it, who comes when the worker is put
/// together. Whatever that one throws is no concern of the worker's.
final class Attendance implements AttemptListener {

  private static final Logger log = LoggerFactory.getLogger(Attendance.class);

  private volatile AttemptListener attendant = new Nobody();

  private static final class Nobody implements AttemptListener {}

  void comes(AttemptListener listener) {
    attendant = listener;
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
    try {
      call.run();
    } catch (RuntimeException e) {
      log.warn("a listener of attempts failed; the worker goes on", e);
    }
  }
}
