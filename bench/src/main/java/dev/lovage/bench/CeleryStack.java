// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The peer's processes for one run, on free ports of the loopback: Redis with no persistence
/// unless it shares the one that is measured, a prefork worker with two children, gunicorn with two
/// sync workers. These counts measured best on two cores; more of either, threads and gthread were
/// slower.
final class CeleryStack {

  static final int WORKERS = 2;
  private static final int READY_SECONDS = 60;
  private static final int DRIVE_SECONDS = 600;

  private final CeleryPrograms programs;
  private final Children children;
  private final Path folder;
  private final CelerySettings settings;
  private final @Nullable RedisStore shared;
  private final int redisPort;
  private final int webPort;
  private final List<Child> processes = new ArrayList<>();

  /// @param shared whose Redis it uses; null for one of its own
  CeleryStack(
      CeleryPrograms programs,
      Children children,
      Path folder,
      CelerySettings settings,
      @Nullable RedisStore shared)
      throws IOException {
    this.programs = programs;
    this.children = children;
    this.folder = folder;
    this.settings = settings;
    this.shared = shared;
    this.redisPort = shared == null ? Loopback.freePort() : shared.server().port();
    this.webPort = Loopback.freePort();
  }

  int webPort() {
    return webPort;
  }

  List<Child> processes() {
    return List.copyOf(processes);
  }

  void startRedis() throws IOException, InterruptedException {
    if (shared != null) {
      return;
    }
    var redis =
        start(
            "redis",
            Stream.of(
                "redis-server",
                "--port",
                String.valueOf(redisPort),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                folder.toString()));
    redis.awaitReady(READY_SECONDS, () -> Loopback.accepts(redisPort));
  }

  Child startWorker() throws IOException {
    var worker =
        python(
            "-m", "celery", "-A", "tasks", "worker", "-c", String.valueOf(WORKERS), "-l", "ERROR");
    return start("worker", Stream.concat(worker, settings.options().stream()));
  }

  Child startWeb() throws IOException {
    return start(
        "gunicorn",
        python(
            "-m",
            "gunicorn",
            "-w",
            String.valueOf(WORKERS),
            "-b",
            "127.0.0.1:" + webPort,
            "--worker-tmp-dir",
            "/dev/shm",
            "web:app"));
  }

  void awaitWorker() throws IOException, InterruptedException {
    drive("await-worker", List.of());
  }

  void awaitWeb() throws InterruptedException {
    named("gunicorn").awaitReady(READY_SECONDS, () -> Loopback.answers(webPort, "/current"));
  }

  /// @throws BenchException unless every process of the worker computes
  void checkBusy() throws IOException, InterruptedException {
    var active = Json.read(drive("active", List.of())).required("active").asInt();
    if (active != WORKERS) {
      throw new BenchException("%d of the peer's %d workers compute".formatted(active, WORKERS));
    }
  }

  /// How many tasks wait in the default queue.
  long queued() {
    // Redis takes commands as plain lines too, and answers an integer as `:<number>`.
    var answer = Loopback.ask(redisPort, "LLEN celery\r\n");
    if (!answer.startsWith(":")) {
      throw new BenchException("the peer's Redis does not answer: " + answer);
    }
    return Long.parseLong(answer.substring(1));
  }

  String drive(String scenario, Sizes.Phase phase) throws IOException, InterruptedException {
    return drive(scenario, List.of(phase.warm(), phase.measured()));
  }

  /// Runs the driver to its end and returns the JSON object that it prints.
  String drive(String scenario, List<Integer> numbers) throws IOException, InterruptedException {
    var words =
        new ArrayList<>(List.of(programs.sources().resolve("driver.py").toString(), scenario));
    numbers.forEach(number -> words.add(number.toString()));
    processes.forEach(process -> words.add(String.valueOf(process.pid())));
    if (shared != null) {
      words.add(String.valueOf(shared.serverPid()));
    }
    var driver =
        children.start(
            "driver", python(words.toArray(String[]::new)).toList(), environment(), folder);
    return driver.awaitResult(DRIVE_SECONDS);
  }

  private Child named(String name) {
    return processes.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  /// Starts a process whose CPU time counts with the others'.
  Child start(String name, List<String> command) throws IOException {
    return start(name, command.stream());
  }

  private Child start(String name, Stream<String> command) throws IOException {
    var child = children.start(name, command.toList(), environment(), folder);
    processes.add(child);
    return child;
  }

  private Stream<String> python(String... words) {
    return Stream.concat(Stream.of(programs.python().toString()), Stream.of(words));
  }

  private Map<String, String> environment() {
    return Map.of(
        "PEER_REDIS_URL",
        "redis://127.0.0.1:" + redisPort + "/0",
        "PEER_SETTINGS",
        settings == CelerySettings.BEST ? "best" : "default",
        "PYTHONPATH",
        programs.sources().toString(),
        "PYTHONDONTWRITEBYTECODE",
        "1");
  }
}
