// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import dev.lovage.ErrorCode;
import dev.lovage.Lovage;
import dev.lovage.LovageException;
import dev.lovage.Worker;
import dev.lovage.WorkerOptions;
import dev.lovage.spi.Engine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What the contracts of the public API share: a platform over the engine, with real workers. The
/// store's time stands still but for [#advance]; the workers' own runs, and each wait is bounded.
public abstract class ApiContract extends Contract {

  static final Duration SOON = Duration.ofSeconds(10);

  Lovage lovage;
  private final List<Worker> workers = new ArrayList<>();
  private final List<Lovage> others = new ArrayList<>();

  @BeforeEach
  void openLovage() {
    lovage = over(engine);
  }

  @AfterEach
  void closeLovage() {
    workers.forEach(worker -> worker.drain(Duration.ZERO));
    others.forEach(Lovage::close);
    lovage.close();
  }

  private Lovage over(Engine store) {
    return Lovage.over(store, InstantSource.system(), new SplittableRandom());
  }

  /// Another process's platform on the same store, if the engine can share one.
  Lovage elsewhere(Engine handle) {
    var other = over(handle);
    others.add(other);
    return other;
  }

  Worker start() {
    return start(lovage, options -> options.concurrency(2));
  }

  Worker start(Lovage platform, Consumer<WorkerOptions> options) {
    var worker =
        platform.startWorker(chosen -> {
          chosen.poll(Duration.ofMillis(200));
          options.accept(chosen);
        });
    workers.add(worker);
    return worker;
  }

  /// Waits for a latch as a handler does: an interrupt ends it.
  static void await(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(SOON.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new AssertionError("nobody opened the latch within " + SOON);
    }
  }

  /// Looks until something holds for which there is no signal, for a bounded time.
  static void eventually(BooleanSupplier holds) throws InterruptedException {
    long end = System.nanoTime() + SOON.toNanos();
    var never = new CountDownLatch(1);
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end || never.await(2, TimeUnit.MILLISECONDS)) {
        throw new LovageException(ErrorCode.BROKEN, "did not come about within " + SOON);
      }
    }
  }
}
