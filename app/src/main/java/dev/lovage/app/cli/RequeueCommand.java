// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Runs tasks again that failed or were cancelled.
@Command(
    description = "Runs tasks again that failed or were cancelled, as if they were new.",
    sortOptions = false,
    footer = {
      "",
      "For example: requeue 01890a5d-ac96-774b-bcce-b302099a8057",
      "         or: requeue --state failed --type report",
      "",
      Main.EXIT_CODES
    })
final class RequeueCommand implements Callable<Integer> {

  @Parameters(paramLabel = "ID", arity = "0..*", description = "The tasks' ids.")
  private final List<String> ids = new ArrayList<>();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "All that are failed, or cancelled, newest first.")
  private @Nullable String state;

  @Option(names = "--type", paramLabel = "TYPE", description = "Of these only those of a type.")
  private @Nullable String type;

  @Option(names = "--queue", paramLabel = "NAME", description = "Of these only those of a queue.")
  private @Nullable String queue;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: 1000.")
  private @Nullable Integer limit;

  @Mixin private final ServerOptions server = new ServerOptions();

  private final Terminal terminal;

  RequeueCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws ApiException {
    boolean filtered = state != null || type != null || queue != null || limit != null;
    if (ids.isEmpty() == !filtered) {
      throw new ApiException(
          ApiException.REFUSED, "requeue: give either ids, or --state and what narrows it");
    }
    if (filtered && state == null) {
      throw new ApiException(ApiException.REFUSED, "--state: say which: failed or cancelled");
    }
    var api = server.api(terminal);
    for (var id : ids) {
      api.post("/v1/tasks/" + QueryText.encoded(id) + "/requeue", "null");
      terminal.out().println(id + " QUEUED");
    }
    if (filtered) {
      var query =
          new QueryText()
              .add("state", state)
              .add("type", type)
              .add("queue", queue)
              .add("limit", limit);
      var answer = api.post("/v1/requeue" + query, "null").json();
      terminal.out().println(answer.path("requeued").asString() + " tasks are queued again");
    }
    return Main.done();
  }
}
