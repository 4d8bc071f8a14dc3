// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Shows and steers the schedules of a running app; see [AddScheduleCommand] for new ones.
@Command(
    description = "Shows schedules, or pauses, resumes, runs or removes one.",
    sortOptions = false,
    footer = {
      "",
      "For example: schedules",
      "         or: schedules show nightly",
      "         or: schedules run nightly",
      "         or: schedules add nightly report '\"all\"' --cron '0 3 * * *' --zone Europe/Berlin",
      "",
      Main.EXIT_CODES
    })
final class SchedulesCommand implements Callable<Integer> {

  private static final List<String> ACTIONS =
      List.of("list", "show", "pause", "resume", "run", "remove");

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ACTION",
      defaultValue = "list",
      description = "list, show, pause, resume, run, remove or add. Default: list.")
  private String action = "list";

  @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "The schedule.")
  private String name = "";

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many ticks to come are shown. Default: 10.")
  private int count = 10;

  @Mixin private final ServerOptions server = new ServerOptions();

  private final Terminal terminal;

  SchedulesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws ApiException {
    Names.check("schedules", action, name, ACTIONS);
    var api = server.api(terminal);
    var path = "/v1/schedules/" + QueryText.encoded(name);
    switch (action) {
      case "list" -> list(api.get("/v1/schedules").json().path("schedules"));
      case "show" -> show(api.get(path).json(), api.get(path + "/next?count=" + count).json());
      case "remove" -> {
        api.delete(path);
        terminal.out().println(name + " is removed");
      }
      case "run" ->
          terminal.out().println(api.post(path + "/run", "null").json().path("id").asString());
      default -> terminal.out().println(line(api.post(path + "/" + action, "null").json()));
    }
    return Main.done();
  }

  private void list(JsonNode schedules) {
    if (schedules.isEmpty()) {
      terminal.out().println("There are no schedules.");
      return;
    }
    var table = new Table("NAME", "TYPE", "NEXT", "FIRED", "WHEN");
    for (var schedule : schedules) {
      table.row(
          schedule.path("name").asString(),
          schedule.path("type").asString(),
          next(schedule),
          schedule.path("fired").asString(),
          schedule.path("words").asString());
    }
    table.lines().forEach(terminal.out()::println);
  }

  private void show(JsonNode schedule, JsonNode coming) {
    var out = terminal.out();
    out.println(line(schedule));
    out.println("  when     " + schedule.path("words").asString());
    out.println(
        "  makes    "
            + schedule.path("type").asString()
            + (schedule.path("argument").isNull()
                ? " with the instant of the tick"
                : " with " + schedule.path("argument")));
    out.println(
        "  missed   "
            + schedule.path("missed").asString()
            + (schedule.path("missed").asString().equals("ALL")
                ? ", up to " + schedule.path("mostMissed").asString()
                : ""));
    out.println("  overlap  " + schedule.path("overlap").asString());
    out.println(
        "  so far   "
            + schedule.path("fired").asString()
            + " tasks, "
            + schedule.path("skipped").asString()
            + " ticks left out");
    if (schedule.path("task").isString()) {
      out.println("  last     " + schedule.path("task").asString());
    }
    for (var tick : coming.path("next")) {
      out.println(
          "  next     " + LocalTimes.of(tick.asString(), schedule.path("zone").asString("")));
    }
  }

  private static String line(JsonNode schedule) {
    return schedule.path("name").asString() + ": " + next(schedule);
  }

  private static String next(JsonNode schedule) {
    if (schedule.path("paused").asBoolean(false)) {
      return "paused";
    }
    return schedule.path("next").isString()
        ? LocalTimes.of(schedule.path("next").asString(), schedule.path("zone").asString(""))
        : "over";
  }
}
