// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app.cli;

import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// Shows models, and returns to older versions of them.
@Command(
    description = "Lists the models of a running app; shows, compares and brings back versions.",
    sortOptions = false,
    footer = {
      "",
      "For example: models show ranking",
      "         or: models compare ranking 12 17",
      "         or: models rollback ranking 12",
      "",
      Main.EXIT_CODES
    })
final class ModelsCommand implements Callable<Integer> {

  @Mixin private final ServerOptions own = new ServerOptions();

  private final Terminal terminal;

  ModelsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /// Without a further word: the list.
  @Override
  public Integer call() throws ApiException {
    return list(own);
  }

  @Command(name = "list", description = "All models with their newest versions.")
  int list(@Mixin ServerOptions server) throws ApiException {
    var now = terminal.clock().instant();
    var table = new Table("MODEL", "VERSION", "PUBLISHED", "SIZE", "METRICS", "");
    for (var model : server.api(terminal).get("/v1/models").json().path("models")) {
      table.row(
          model.path("name").asString(),
          model.path("version").asString(),
          StatusCommand.ago(model.path("publishedAt"), now),
          ModelText.size(model.path("size").asLong(0)),
          ModelText.numbers(model.path("metrics")),
          ModelText.reading(model));
    }
    print(table, "no models");
    return Main.done();
  }

  @Command(name = "show", description = "One model with its last versions.")
  int show(
      @Parameters(paramLabel = "NAME", description = "The model.") String name,
      @Mixin ServerOptions server)
      throws ApiException {
    var model = server.api(terminal).get(path(name)).json();
    terminal
        .out()
        .println(
            name
                + (model.path("pinned").asBoolean(false) ? " is pinned; " : ": ")
                + "version "
                + model.path("version").asString()
                + " is served "
                + ModelText.reading(model));
    print(versions(model.path("versions"), terminal.clock().instant()), "no versions yet");
    return Main.done();
  }

  private static Table versions(JsonNode versions, Instant now) {
    var table = new Table("VERSION", "PUBLISHED", "SIZE", "METRICS", "PARAMETERS");
    for (var version : versions) {
      table.row(
          version.path("version").asString(),
          StatusCommand.ago(version.path("publishedAt"), now),
          ModelText.size(version.path("size").asLong(0)),
          ModelText.numbers(version.path("metrics")),
          ModelText.values(version.path("parameters")));
    }
    return table;
  }

  @Command(name = "compare", description = "Two versions side by side.")
  int compare(
      @Parameters(paramLabel = "NAME", description = "The model.") String name,
      @Parameters(paramLabel = "FROM", description = "The one version.") long from,
      @Parameters(paramLabel = "TO", description = "The other.") long to,
      @Mixin ServerOptions server)
      throws ApiException {
    var query = new QueryText().add("from", from).add("to", to);
    var json = server.api(terminal).get(path(name) + "/compare" + query).json();
    var table = new Table("", Long.toString(from), Long.toString(to), "DIFFERENCE");
    for (var metric : json.path("metrics")) {
      table.row(
          metric.path("name").asString(),
          ModelText.number(metric.path("from")),
          ModelText.number(metric.path("to")),
          metric.path("difference").isNumber()
              ? String.format(Locale.ROOT, "%+.4f", metric.path("difference").asDouble())
              : "");
    }
    for (var parameter : json.path("parameters")) {
      table.row(
          parameter.path("name").asString(),
          ModelText.value(parameter.path("from")),
          ModelText.value(parameter.path("to")),
          "differs");
    }
    print(table, "the two have no metrics, and the same parameters");
    return Main.done();
  }

  @Command(name = "rollback", description = "Serves an older version again, as a new one.")
  int rollback(
      @Parameters(paramLabel = "NAME", description = "The model.") String name,
      @Parameters(paramLabel = "VERSION", description = "Which one.") long version,
      @Mixin ServerOptions server)
      throws ApiException {
    return served(
        name,
        server
            .api(terminal)
            .post(path(name) + "/rollback" + new QueryText().add("version", version), "null")
            .json());
  }

  @Command(name = "pin", description = "Serves one version, whatever is published.")
  int pin(
      @Parameters(paramLabel = "NAME", description = "The model.") String name,
      @Parameters(paramLabel = "VERSION", description = "Which one.") long version,
      @Mixin ServerOptions server)
      throws ApiException {
    return served(
        name,
        server
            .api(terminal)
            .put(path(name) + "/pin" + new QueryText().add("version", version), "null")
            .json());
  }

  @Command(name = "unpin", description = "Lifts the pin; the newest version is served again.")
  int unpin(
      @Parameters(paramLabel = "NAME", description = "The model.") String name,
      @Mixin ServerOptions server)
      throws ApiException {
    return served(name, server.api(terminal).delete(path(name) + "/pin").json());
  }

  private int served(String name, JsonNode version) {
    terminal.out().println(name + ": version " + version.path("version").asString() + " is served");
    return Main.done();
  }

  private void print(Table table, String ifEmpty) {
    if (table.isEmpty()) {
      terminal.out().println(ifEmpty);
    } else {
      table.lines().forEach(terminal.out()::println);
    }
  }

  private static String path(String name) {
    return "/v1/models/" + QueryText.encoded(name);
  }
}
