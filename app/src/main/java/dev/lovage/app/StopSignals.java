// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app;

import dev.lovage.Worker;
import dev.lovage.app.cli.Durations;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// SIGTERM and SIGINT: the first stops the app in order, the second at once, a third without a
/// word. Not a shutdown hook, because a hook never learns of a second signal.
final class StopSignals {

  private static final Logger log = LoggerFactory.getLogger(StopSignals.class);
  // What an interrupted handler may need to let go; one that ignores the interrupt loses its lease.
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  private final AtomicInteger count = new AtomicInteger();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile int exitCode;
  private volatile @Nullable RunningApp running;

  private StopSignals() {}

  static StopSignals install() {
    var signals = new StopSignals();
    for (var name : List.of("TERM", "INT")) {
      ProcessSignal.handle(name, number -> signals.received(name, number));
    }
    return signals;
  }

  /// Waits for the first signal, or for a worker that was told to stop from outside, stops the app
  /// and returns the exit code of the process.
  int awaitAndStop(RunningApp app) {
    running = app;
    if (app.plan().role() == Role.WORKER) {
      app.worker().ifPresent(this::stopWith);
    }
    try {
      asked.await();
    } catch (InterruptedException e) {
      log.info("interrupted: stopping");
    }
    app.worker()
        .filter(worker -> worker.running() > 0)
        .ifPresent(worker ->
            log.info(
                "{} running, finishing for at most {}; a second signal stops at once",
                worker.running() == 1 ? "1 task is" : worker.running() + " tasks are",
                Durations.format(app.plan().grace())));
    app.close();
    log.info("stopped");
    stopped.countDown();
    return exitCode;
  }

  /// A process that only works has nothing to do without its worker.
  private void stopWith(Worker worker) {
    Thread.ofVirtual()
        .name("lovage-stop")
        .start(() -> {
          try {
            worker.awaitStopped();
            asked.countDown();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private void received(String name, int number) {
    int code = 128 + number;
    switch (count.incrementAndGet()) {
      case 1 -> {
        log.info("SIG{}: stopping", name);
        asked.countDown();
      }
      case 2 -> {
        log.info("second signal: stopping at once");
        exitCode = code;
        stopAtOnce(code);
      }
      default -> Runtime.getRuntime().halt(code);
    }
  }

  private void stopAtOnce(int code) {
    var app = running;
    if (app == null) {
      Runtime.getRuntime().halt(code);
      return;
    }
    // On a thread of its own: a drain that hangs must not keep the limit below from being kept.
    Thread.ofVirtual().start(() -> app.hurry(Duration.ZERO));
    try {
      if (stopped.await(AT_ONCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(code);
  }
}
