// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Prints actions of a stream.
@Command(
    description = "Prints actions of a stream, one JSON object in a line, and where to go on.",
    sortOptions = false,
    footer = {
      "",
      "For example: actions views --limit 20",
      "         or: actions views --user ada",
      "",
      Main.EXIT_CODES
    })
final class ActionsCommand implements Callable<Integer> {

  @Parameters(paramLabel = "STREAM", description = "The stream's name.")
  private String stream = "";

  @Option(names = "--user", paramLabel = "NAME", description = "Of this user, newest first.")
  private @Nullable String user;

  @Option(
      names = "--after",
      paramLabel = "CURSOR",
      description = "Go on from where another call ended. Default: from the first, or the newest.")
  private @Nullable String after;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: 100.")
  private @Nullable Integer limit;

  @Mixin private final ServerOptions server = new ServerOptions();

  private final Terminal terminal;

  ActionsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws ApiException {
    var path = "/v1/actions/" + QueryText.encoded(stream);
    if (user != null) {
      path += "/users/" + QueryText.encoded(user);
    }
    var query = new QueryText().add(user == null ? "after" : "before", after).add("limit", limit);
    var page = server.api(terminal).get(path + query).json();
    page.path("actions").forEach(action -> terminal.out().println(action));
    if (page.path("more").asBoolean(false) || user == null) {
      terminal.err().println("go on with --after " + page.path("next").asString());
    }
    return Main.done();
  }
}
