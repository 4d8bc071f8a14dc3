// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Shows what waits, what runs and who works, or one task in full.
@Command(
    description =
        "Shows queues, workers and the newest tasks of a running app, or one task in full.",
    sortOptions = false,
    footer = {"", Main.EXIT_CODES})
final class StatusCommand implements Callable<Integer> {

  private static final int NEWEST = 15;
  private static final List<String> OPEN_STATES =
      List.of("QUEUED", "RUNNING", "RETRYING", "SCHEDULED", "WAITING");

  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      description = "A task's id; without one: everything in short.")
  private @Nullable String id;

  @Mixin private final ServerOptions server = new ServerOptions();

  private final Terminal terminal;

  StatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws ApiException {
    var api = server.api(terminal);
    var now = terminal.clock().instant();
    if (id != null) {
      TaskReport.of(api, id, now).forEach(terminal.out()::println);
      return Main.done();
    }
    var workers = api.get("/v1/workers").json();
    print("Queues", queues(api.get("/v1/queues").json(), workers), "all empty");
    print("Workers", workers(workers, now), "none; tasks wait until one starts");
    print("Newest tasks", tasks(api.get("/v1/tasks?limit=" + NEWEST).json(), now), "none");
    return Main.done();
  }

  private void print(String title, Table table, String ifEmpty) {
    if (table.isEmpty()) {
      terminal.out().println(title + ": " + ifEmpty);
    } else {
      terminal.out().println(title);
      table.lines().forEach(terminal.out()::println);
    }
  }

  private static Table queues(JsonNode json, JsonNode workers) {
    var table = new Table("QUEUE", "QUEUED", "RUNNING", "RETRYING", "SCHEDULED", "WAITING", "");
    for (var queue : json.path("queues")) {
      var cells = new java.util.ArrayList<String>();
      cells.add(queue.path("queue").asString());
      OPEN_STATES.forEach(
          state -> cells.add(Long.toString(queue.path("counts").path(state).asLong(0))));
      cells.add(isServed(queue.path("queue").asString(), workers) ? "" : "no worker serves it");
      table.row(cells.toArray(String[]::new));
    }
    return table;
  }

  private static boolean isServed(String queue, JsonNode workers) {
    return workers
        .path("workers")
        .valueStream()
        .anyMatch(
            worker -> worker.path("alive").asBoolean(false) && worker.path("queues").has(queue));
  }

  private static Table workers(JsonNode json, Instant now) {
    var table = new Table("WORKER", "RUNS", "QUEUES", "SEEN", "");
    for (var worker : json.path("workers")) {
      var queues = new StringJoiner(" ");
      worker.path("queues").properties().forEach(q -> queues.add(q.getKey() + "=" + q.getValue()));
      table.row(
          worker.path("id").asString(),
          worker.path("running").asString(),
          queues.toString(),
          ago(worker.path("seenAt"), now),
          condition(worker));
    }
    return table;
  }

  private static String condition(JsonNode worker) {
    if (!worker.path("alive").asBoolean(true)) {
      return "gone without a word";
    }
    return worker.path("draining").asBoolean(false) ? "finishing" : "";
  }

  private static Table tasks(JsonNode json, Instant now) {
    var table = new Table("TASK", "TYPE", "STATE", "ATTEMPT", "SUBMITTED", "TOOK", "");
    for (var task : json.path("tasks")) {
      table.row(
          task.path("id").asString(),
          task.path("type").asString(),
          task.path("state").asString(),
          task.path("attempt").asString(),
          ago(task.path("submittedAt"), now),
          TaskReport.took(task, now),
          TaskReport.remark(task));
    }
    return table;
  }

  /// How long ago, or "-".
  static String ago(JsonNode instant, Instant now) {
    return instant.isString()
        ? Durations.format(positive(Duration.between(Instant.parse(instant.asString()), now)))
            + " ago"
        : "-";
  }

  /// Two machines' clocks may differ; nobody wants to read of tasks from the future.
  static Duration positive(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
