// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import dev.lovage.bench.embedded.ChaosApp;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// Web processes and workers over one store, killed and started again at random moments.
final class ChaosProcesses {

  private static final int READY_SECONDS = 60;

  private final Installation installation;
  private final Children children;
  private final Path folder;
  private final ChaosPlan plan;
  private final String store;
  private final List<Integer> ports = new ArrayList<>();
  private final List<Child> running = new ArrayList<>();
  private int started;

  ChaosProcesses(
      Installation installation, Children children, Path folder, ChaosPlan plan, String store)
      throws IOException {
    this.installation = installation;
    this.children = children;
    this.folder = folder;
    this.plan = plan;
    this.store = store;
    for (int i = 0; i < plan.webs(); i++) {
      ports.add(Loopback.freePort());
    }
  }

  /// Where the web processes answer.
  List<URI> webs() {
    return ports.stream().map(port -> URI.create("http://127.0.0.1:" + port)).toList();
  }

  void start() throws IOException, InterruptedException {
    for (int i = 0; i < plan.workers() + plan.webs(); i++) {
      running.add(start(i));
      if (i == 0) {
        // Alone on a new file, so that no two make its tables at once: that is not what is tested.
        Pause.seconds(1);
      }
    }
    awaitWebs();
  }

  void awaitWebs() throws InterruptedException {
    for (int i = 0; i < plan.webs(); i++) {
      int port = ports.get(i);
      running
          .get(plan.workers() + i)
          .awaitReady(READY_SECONDS, () -> Loopback.answers(port, "/health/ready"));
    }
  }

  /// Kills until the time is over.
  ///
  /// @return how many processes were killed
  int killFor(int seconds, RandomGenerator random) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    int kills = 0;
    while (true) {
      long pause = random.nextLong(plan.shortestMillis(), plan.longestMillis());
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      Pause.millis(Math.max(0, Math.min(pause, left)));
      if (left <= pause) {
        return kills;
      }
      checkAlive();
      var victims = victims(random);
      for (int victim : victims) {
        children.stop(running.get(victim));
      }
      for (int victim : victims) {
        running.set(victim, start(victim));
      }
      kills += victims.size();
    }
  }

  private List<Integer> victims(RandomGenerator random) {
    int web = plan.workers() + random.nextInt(plan.webs());
    return switch (random.nextInt(4)) {
      case 0 -> List.of(web);
      case 1 -> List.of(0, 1, web);
      default -> List.of(random.nextInt(plan.workers()));
    };
  }

  private Child start(int which) throws IOException {
    boolean web = which >= plan.workers();
    var command =
        web
            ? installation.java(
                ChaosApp.class.getName(),
                "serve",
                "--port",
                Integer.toString(ports.get(which - plan.workers())),
                "--store",
                store)
            : installation.java(ChaosApp.class.getName(), "worker", "--store", store);
    started++;
    return children.start((web ? "web-" : "worker-") + started, command, Map.of(), folder);
  }

  /// Fails with the process's own words if one has ended without being killed.
  void checkAlive() {
    for (var child : running) {
      if (!child.process().isAlive()) {
        throw new BenchException(child.name() + " ended by itself:\n" + child.output());
      }
    }
  }

  /// What the processes had to warn of.
  List<String> warnings() throws IOException {
    try (var logs = Files.newDirectoryStream(folder, "*.log")) {
      var lines = new ArrayList<String>();
      for (var log : logs) {
        Files.readAllLines(log).stream()
            .filter(line -> line.contains("WARN") || line.contains("ERROR"))
            .map(line -> log.getFileName() + ": " + line)
            .forEach(lines::add);
      }
      return lines;
    }
  }
}
