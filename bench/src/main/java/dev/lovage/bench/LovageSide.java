// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import dev.lovage.Lovage;
import dev.lovage.TaskState;
import dev.lovage.bench.embedded.Cpu;
import dev.lovage.bench.embedded.Embedded;
import dev.lovage.bench.embedded.HttpIngest;
import dev.lovage.bench.embedded.IdleTransaction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Lovage: as a library in a JVM of its own, or as the demo app behind its HTTP port.
final class LovageSide implements Side {

  /// Ten million tasks are submitted and worked off in it.
  private static final int EMBEDDED_SECONDS = 3_600;

  /// Enough that none of the workers runs dry while a load lasts: each takes seconds.
  private static final int COMPUTATIONS_PER_CORE = 20;

  private final StoreUrl store;
  private final Installation installation;
  private final Children children;

  LovageSide(StoreUrl store, Installation installation, Children children) {
    this.store = store;
    this.installation = installation;
    this.children = children;
  }

  @Override
  public String name() {
    return "lovage";
  }

  @Override
  public Durability durability() {
    return store.durability();
  }

  @Override
  public Sample run(Scenario scenario, Sizes sizes, Path folder)
      throws IOException, InterruptedException {
    try {
      return measure(scenario, sizes, folder);
    } finally {
      children.stopAll();
      store.forget(folder);
    }
  }

  private Sample measure(Scenario scenario, Sizes sizes, Path folder)
      throws IOException, InterruptedException {
    return switch (scenario) {
      case SUBMIT_1 -> submit(folder, 1, sizes.submitSeconds());
      case SUBMIT_64 -> submit(folder, 64, sizes.submitSeconds());
      case SUBMIT_BULK -> embedded(folder, "bulk", phase(sizes.many().bulkTasks()));
      case MIXED -> embedded(folder, "mixed", phase(sizes.many().steadySeconds()));
      case DELAYED_INSERT ->
          embedded(folder, "delayed-insert", List.of(sizes.many().delayedTasks()));
      case DELAYED_IDLE ->
          embedded(
              folder,
              "delayed-idle",
              List.of(sizes.many().delayedTasks(), sizes.watched().idleSeconds()));
      case DELAYED_LATENESS ->
          embedded(
              folder,
              "delayed-lateness",
              List.of(sizes.many().delayedTasks(), sizes.httpSeconds().measured()));
      case DELAYED_RELEASE ->
          embedded(folder, "delayed-release", List.of(sizes.many().releasedTasks()));
      case SCHEDULES ->
          embedded(
              folder, "schedules", List.of(1_000, Math.min(sizes.httpSeconds().measured(), 3)));
      case BACKLOG -> embedded(folder, "backlog", List.of(sizes.many().backlogTasks()));
      case AGED -> embedded(folder, "aged", List.of(sizes.many().agedTasks()));
      case IDLE_TRANSACTION ->
          embedded(folder, "idle-transaction", List.of(sizes.watched().transactionSeconds()));
      case KEYS -> embedded(folder, "keys", List.of(sizes.many().keys()));
      case KEYS_LIMITED -> embedded(folder, "keys-limited", List.of(sizes.many().keys()));
      case DRAIN -> embedded(folder, "drain", phase(sizes.drainTasks()));
      case ROUND_TRIP -> embedded(folder, "round-trip", phase(sizes.roundTrips()));
      case ROUND_TRIP_PYTHON ->
          throw new BenchException("a Python client needs --url " + RedisStore.SCHEME);
      case HTTP_SUBMIT -> httpSubmit(sizes, folder);
      case ECHO ->
          DemoApp.bare(installation, children, folder).load(children, folder).read(sizes).sample();
      case SERVED_READ -> servedRead(sizes, folder);
      case SERVED_READ_BUSY -> servedReadBusy(sizes, folder);
      case ACTIONS -> embedded(folder, "actions", phase(sizes.many().steadySeconds()));
      case STARTUP -> startup(folder);
      case MEMORY -> memory(sizes, folder);
    };
  }

  private Sample submit(Path folder, int callers, Sizes.Phase seconds)
      throws IOException, InterruptedException {
    return embedded(folder, "submit", List.of(callers, seconds.warm(), seconds.measured()));
  }

  private static List<Integer> phase(Sizes.Phase phase) {
    return List.of(phase.warm(), phase.measured());
  }

  private Sample embedded(Path folder, String scenario, List<Integer> numbers)
      throws IOException, InterruptedException {
    var words = new ArrayList<String>();
    words.add(scenario);
    numbers.forEach(number -> words.add(number.toString()));
    words.add(store.in(folder));
    var command = installation.java(Embedded.class.getName(), words.toArray(String[]::new));
    var server =
        Map.of(
            Cpu.SERVER,
            Long.toString(store.serverPid()),
            IdleTransaction.JDBC,
            store.jdbc(folder),
            HttpIngest.ACTIONS,
            store.actions(folder));
    var child = children.start("embedded", command, server, folder);
    return Sample.parse(child.awaitResult(EMBEDDED_SECONDS));
  }

  private Sample httpSubmit(Sizes sizes, Path folder) throws IOException, InterruptedException {
    var app = DemoApp.start(installation, children, folder, "serve", store.in(folder));
    var result = app.load(children, folder).submit(sizes);
    // Counted after a hard stop: what was answered must be in the file.
    children.stop(app.process());
    return HttpLoad.checked(result, count(folder, TaskState.QUEUED));
  }

  private Sample servedRead(Sizes sizes, Path folder) throws IOException, InterruptedException {
    var app = DemoApp.start(installation, children, folder, "run", store.in(folder));
    return app.load(children, folder).read(sizes).sample();
  }

  private Sample servedReadBusy(Sizes sizes, Path folder) throws IOException, InterruptedException {
    var app = DemoApp.start(installation, children, folder, "run", store.in(folder));
    int workers = Runtime.getRuntime().availableProcessors();
    for (int i = 0; i < workers * COMPUTATIONS_PER_CORE; i++) {
      Loopback.get(app.port(), "/set/45");
    }
    var result = app.load(children, folder).read(sizes);
    long running = count(folder, TaskState.RUNNING);
    if (running < workers) {
      throw new BenchException("%d of %d workers compute".formatted(running, workers));
    }
    return HttpLoad.withoutCpu(result.sample());
  }

  private Sample startup(Path folder) throws IOException, InterruptedException {
    var app = DemoApp.demo(installation, children, folder, store.in(folder));
    return Sample.of((System.nanoTime() - app.process().startNanos()) / 1e6);
  }

  private Sample memory(Sizes sizes, Path folder) throws IOException, InterruptedException {
    var app = DemoApp.demo(installation, children, folder, store.in(folder));
    Pause.seconds(sizes.watched().idleSeconds());
    return Sample.of(Machine.residentMegabytes(List.of(app.process())));
  }

  private long count(Path folder, TaskState state) {
    try (var lovage = Lovage.open(store.in(folder))) {
      return lovage.queries().queues().stream()
          .mapToLong(queue -> queue.counts().getOrDefault(state, 0L))
          .sum();
    }
  }
}
