// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Flask, Celery and Redis: each scenario as the people who use them would run it.
final class CelerySide implements Side {

  private static final int FIRST_ANSWER_SECONDS = 60;

  private final CeleryPrograms programs;
  private final Children children;

  CelerySide(CeleryPrograms programs, Children children) {
    this.programs = programs;
    this.children = children;
  }

  @Override
  public String name() {
    return "celery";
  }

  @Override
  public Durability durability() {
    return Durability.D0;
  }

  @Override
  public Sample run(Scenario scenario, Sizes sizes, Path folder)
      throws IOException, InterruptedException {
    var stack = new CeleryStack(programs, children, folder);
    return switch (scenario) {
      case SUBMIT_1 -> submit(stack, 1, sizes.submitSeconds());
      case SUBMIT_64 -> submit(stack, 64, sizes.submitSeconds());
      case SUBMIT_BULK -> submitBulk(stack, sizes.peerDrainTasks());
      case DRAIN -> worked(stack, "drain", sizes.peerDrainTasks());
      case ROUND_TRIP -> worked(stack, "round-trip", sizes.roundTrips());
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
    return Sample.parse(stack.drive("submit-bulk", List.of(tasks.warm(), tasks.measured())));
  }

  private static Sample worked(CeleryStack stack, String scenario, Sizes.Phase tasks)
      throws IOException, InterruptedException {
    stack.startRedis();
    stack.startWorker();
    stack.awaitWorker();
    return Sample.parse(stack.drive(scenario, List.of(tasks.warm(), tasks.measured())));
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
    var redis = stack.startRedis();
    stack.startWorker();
    var web = stack.startWeb();
    web.awaitReady(FIRST_ANSWER_SECONDS, () -> Loopback.answers(stack.webPort(), "/current"));
    return Sample.of((System.nanoTime() - redis.startNanos()) / 1e6);
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
