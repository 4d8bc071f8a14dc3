// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Shows and steers the triggers of a running app; see [AddTriggerCommand] for new ones.
@Command(
    description = "Shows triggers, or pauses, resumes or removes one.",
    sortOptions = false,
    footer = {
      "",
      "For example: triggers",
      "         or: triggers pause retrain",
      "         or: triggers add retrain train '\"all\"' --on actions --of views --every 1000",
      "",
      Main.EXIT_CODES
    })
final class TriggersCommand implements Callable<Integer> {

  private static final List<String> ACTIONS = List.of("list", "show", "pause", "resume", "remove");

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ACTION",
      defaultValue = "list",
      description = "list, show, pause, resume, remove or add. Default: list.")
  private String action = "list";

  @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "The trigger.")
  private String name = "";

  @Mixin private final ServerOptions server = new ServerOptions();

  private final Terminal terminal;

  TriggersCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws ApiException {
    Names.check("triggers", action, name, ACTIONS);
    var api = server.api(terminal);
    var path = "/v1/triggers/" + QueryText.encoded(name);
    switch (action) {
      case "list" -> list(api.get("/v1/triggers").json().path("triggers"));
      case "show" -> show(api.get(path).json());
      case "remove" -> {
        api.delete(path);
        terminal.out().println(name + " is removed");
      }
      default -> terminal.out().println(line(api.post(path + "/" + action, "null").json()));
    }
    return Main.done();
  }

  private void list(JsonNode triggers) {
    if (triggers.isEmpty()) {
      terminal.out().println("There are no triggers.");
      return;
    }
    var table = new Table("NAME", "TYPE", "STATE", "FIRED", "WAITS FOR");
    for (var trigger : triggers) {
      table.row(
          trigger.path("name").asString(),
          trigger.path("type").asString(),
          state(trigger),
          trigger.path("fired").asString(),
          trigger.path("words").asString());
    }
    table.lines().forEach(terminal.out()::println);
  }

  private void show(JsonNode trigger) {
    var out = terminal.out();
    out.println(line(trigger));
    out.println(
        "  makes    "
            + trigger.path("type").asString()
            + (trigger.path("argument").isNull()
                ? " with what has happened"
                : " with " + trigger.path("argument")));
    out.println("  so far   " + trigger.path("fired").asString() + " tasks");
    if (trigger.path("count").asLong(0) > 0) {
      out.println("  counted  " + trigger.path("count").asString() + " actions");
    }
    if (trigger.path("task").isString()) {
      out.println("  last     " + trigger.path("task").asString());
    }
  }

  static String line(JsonNode trigger) {
    return trigger.path("name").asString()
        + ": "
        + state(trigger)
        + ", "
        + trigger.path("words").asString();
  }

  private static String state(JsonNode trigger) {
    return trigger.path("paused").asBoolean(false) ? "paused" : "waits";
  }
}
