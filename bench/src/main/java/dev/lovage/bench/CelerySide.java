// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Flask, Celery and Redis: each scenario as the people who use them would run it.
final class CelerySide implements Side {

  private static final int FIRST_ANSWER_SECONDS = 60;

  private final CeleryPrograms programs;
  private final Children children;
  private final CelerySettings settings;
  private final @Nullable RedisStore shared;

  /// @param shared whose Redis it uses; null for one of its own that keeps nothing
  CelerySide(
      CeleryPrograms programs,
      Children children,
      CelerySettings settings,
      @Nullable RedisStore shared) {
    this.programs = programs;
    this.children = children;
    this.settings = settings;
    this.shared = shared;
  }

  @Override
  public String name() {
    return shared == null ? "celery" : settings.side;
  }

  @Override
  public Durability durability() {
    return shared == null ? Durability.D0 : shared.durability();
  }

  @Override
  public Sample run(Scenario scenario, Sizes sizes, Path folder)
      throws IOException, InterruptedException {
    try {
      var stack = new CeleryStack(programs, children, folder, settings, shared);
      return measure(scenario, sizes, folder, stack);
    } finally {
      if (shared != null) {
        children.stopAll();
        shared.forget(folder);
      }
    }
  }

  private Sample measure(Scenario scenario, Sizes sizes, Path folder, CeleryStack stack)
      throws IOException, InterruptedException {
    return switch (scenario) {
      case SUBMIT_1 -> submit(stack, 1, sizes.submitSeconds());
      case SUBMIT_64 -> submit(stack, 64, sizes.submitSeconds());
      case SUBMIT_BULK -> submitBulk(stack, sizes.peerDrainTasks());
      case DRAIN -> worked(stack, "drain", sizes.peerDrainTasks());
      case ROUND_TRIP, ROUND_TRIP_PYTHON -> worked(stack, "round-trip", sizes.roundTrips());
      case HTTP_SUBMIT -> httpSubmit(stack, sizes, folder);
      case SERVED_READ -> servedRead(stack, sizes, folder);
      case SERVED_READ_BUSY -> servedReadBusy(stack, sizes, folder);
      case STARTUP -> startup(stack);
      case MEMORY -> memory(stack, sizes);
      default -> throw new BenchException("Celery has nothing like " + scenario.slug);
    };
  }

  private static Sample submit(CeleryStack stack, int callers, Sizes.Phase seconds)
      throws IOException, InterruptedException {
    stack.startRedis();
    return Sample.parse(
        stack.drive("submit", List.of(callers, seconds.warm(), seconds.measured())));
  }

  private static Sample submitBulk(CeleryStack stack, Sizes.Phase tasks)
      throws IOException, InterruptedException {
    stack.startRedis();
    return Sample.parse(stack.drive("submit-bulk", tasks));
  }

  private static Sample worked(CeleryStack stack, String scenario, Sizes.Phase tasks)
      throws IOException, InterruptedException {
    stack.startRedis();
    stack.startWorker();
    stack.awaitWorker();
    return Sample.parse(stack.drive(scenario, tasks));
  }

  private Sample httpSubmit(CeleryStack stack, Sizes sizes, Path folder)
      throws IOException, InterruptedException {
    stack.startRedis();
    stack.startWeb();
    stack.awaitWeb();
    var result = load(stack, folder).submit(sizes);
    return HttpLoad.checked(result, stack.queued());
  }

  private Sample servedRead(CeleryStack stack, Sizes sizes, Path folder)
      throws IOException, InterruptedException {
    startAll(stack);
    return load(stack, folder).read(sizes).sample();
  }

  private Sample servedReadBusy(CeleryStack stack, Sizes sizes, Path folder)
      throws IOException, InterruptedException {
    startAll(stack);
    for (int i = 0; i < CeleryStack.WORKERS; i++) {
      Loopback.get(stack.webPort(), "/set/45");
    }
    // Both are fetched at once and run for minutes.
    stack.checkBusy();
    var result = load(stack, folder).read(sizes);
    stack.checkBusy();
    return HttpLoad.withoutCpu(result.sample());
  }

  private static Sample startup(CeleryStack stack) throws IOException, InterruptedException {
    stack.startRedis();
    stack.startWorker();
    var web = stack.startWeb();
    web.awaitReady(FIRST_ANSWER_SECONDS, () -> Loopback.answers(stack.webPort(), "/current"));
    return Sample.of((System.nanoTime() - stack.processes().getFirst().startNanos()) / 1e6);
  }

  private static Sample memory(CeleryStack stack, Sizes sizes)
      throws IOException, InterruptedException {
    startAll(stack);
    Pause.seconds(sizes.watched().idleSeconds());
    return Sample.of(Machine.proportionalMegabytes(stack.processes()));
  }

  private static void startAll(CeleryStack stack) throws IOException, InterruptedException {
    stack.startRedis();
    stack.startWorker();
    stack.startWeb();
    stack.awaitWorker();
    stack.awaitWeb();
  }

  private HttpLoad load(CeleryStack stack, Path folder) {
    return new HttpLoad(children, folder, stack.webPort(), stack.processes());
  }
}
