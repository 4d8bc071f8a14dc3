// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import dev.lovage.bench.embedded.SharedWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// Two workers of Java and two of Python on one queue at Redis, killed and started again at random
/// moments. Each start has a name of its own.
final class SharedWorkers {

  private static final int WORKERS = 4;
  private static final int JAVA = 2;
  private static final int SHORTEST_MILLIS = 500;
  private static final int LONGEST_MILLIS = 6_000;

  private final Installation installation;
  private final CeleryPrograms programs;
  private final Children children;
  private final Path folder;
  private final String redis;
  private final List<Child> running = new ArrayList<>();
  private final Map<String, Long> killed = new LinkedHashMap<>();
  private int started;

  SharedWorkers(
      Installation installation,
      CeleryPrograms programs,
      Children children,
      Path folder,
      String redis) {
    this.installation = installation;
    this.programs = programs;
    this.children = children;
    this.folder = folder;
    this.redis = redis;
  }

  void start() throws IOException {
    for (int i = 0; i < WORKERS; i++) {
      running.add(start(i));
    }
  }

  /// Of those that run now.
  List<String> names() {
    return running.stream().map(Child::name).toList();
  }

  /// Those that were killed, and when by the wall clock in milliseconds.
  Map<String, Long> killed() {
    return killed;
  }

  /// Kills until the time is over.
  void killFor(int seconds, RandomGenerator random) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (true) {
      long pause = random.nextLong(SHORTEST_MILLIS, LONGEST_MILLIS);
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      Pause.millis(Math.max(0, Math.min(pause, left)));
      if (left <= pause) {
        return;
      }
      checkAlive();
      int one = random.nextInt(WORKERS);
      // Now and then two at once, of either language.
      var victims = random.nextInt(4) == 0 ? List.of(one, (one + 1) % WORKERS) : List.of(one);
      for (int victim : victims) {
        var child = running.get(victim);
        killed.put(child.name(), System.currentTimeMillis());
        children.stop(child);
      }
      for (int victim : victims) {
        running.set(victim, start(victim));
      }
    }
  }

  /// One more, which looks at once for what others have held too long.
  void startAnotherOfPython() throws IOException {
    running.add(start(JAVA));
  }

  private Child start(int which) throws IOException {
    started++;
    if (which < JAVA) {
      var name = "java-" + started;
      var command = installation.java(SharedWorker.class.getName(), name, redis);
      return children.start(name, command, Map.of(), folder);
    }
    var name = "python-" + started;
    var words =
        List.of("-m", "celery", "-A", "shared", "worker", "-c", "2", "-l", "ERROR", "-n", name);
    return children.start(
        name, python(programs, words), environment(programs, redis, name), folder);
  }

  static List<String> python(CeleryPrograms programs, List<String> words) {
    var command = new ArrayList<>(List.of(programs.python().toString()));
    command.addAll(words);
    return command;
  }

  static Map<String, String> environment(CeleryPrograms programs, String redis, String who) {
    return Map.of(
        "PEER_REDIS_URL",
        redis,
        "SHARED_WHO",
        who,
        "PYTHONPATH",
        programs.sources().toString(),
        "PYTHONDONTWRITEBYTECODE",
        "1");
  }

  /// Fails with the worker's own words if one has ended without being killed.
  void checkAlive() {
    running.forEach(SharedWorkers::checkAlive);
  }

  private static void checkAlive(Child child) {
    if (!child.process().isAlive()) {
      throw new BenchException(child.name() + " ended by itself:\n" + child.output());
    }
  }
}
