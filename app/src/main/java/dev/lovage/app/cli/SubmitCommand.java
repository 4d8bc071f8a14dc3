// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app.cli;

import dev.lovage.LovageException;
import dev.lovage.spi.JsonCodec;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Puts a task into the queue of a running app.
@Command(
    description = "Puts a task into the queue of a running app.",
    sortOptions = false,
    footer = {"", "For example: submit massive_computation 40 --wait 10s", "", Main.EXIT_CODES})
final class SubmitCommand implements Callable<Integer> {

  // Well below the time after which a call is given up.
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(20);

  @Parameters(index = "0", paramLabel = "TYPE", description = "The task type.")
  private String type = "";

  @Parameters(index = "1", paramLabel = "ARGUMENT", description = "Its argument, as JSON.")
  private String argument = "";

  @Option(names = "--queue", paramLabel = "NAME", description = "Default: the type's own.")
  private @Nullable String queue;

  @Option(names = "--priority", paramLabel = "0-9", description = "9 comes first.")
  private @Nullable Integer priority;

  @Option(names = "--delay", paramLabel = "DURATION", description = "Not before this time is over.")
  private @Nullable Duration delay;

  @Option(
      names = "--expiry",
      paramLabel = "DURATION",
      description = "Cancelled if not started within this time.")
  private @Nullable Duration expiry;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      description = "Wait as long for the result and print it.")
  private @Nullable Duration wait;

  @Mixin private final ServerOptions server = new ServerOptions();

  private final Terminal terminal;

  SubmitCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws ApiException {
    checkJson();
    var api = server.api(terminal);
    long start = System.nanoTime();
    var task = api.post("/v1/tasks/" + QueryText.encoded(type) + query(), argument).json();
    var id = task.path("id").asString();
    var accepted = id + " " + type + " " + task.path("state").asString();
    if (wait == null) {
      terminal.out().println(accepted);
    } else {
      // Standard output has the result alone, for whoever pipes it on.
      terminal.err().println(accepted);
      terminal.out().println(await(api, id, start, wait));
    }
    return Main.done();
  }

  private void checkJson() throws ApiException {
    try {
      JsonCodec.tree("ARGUMENT", argument);
    } catch (LovageException e) {
      throw new ApiException(
          ApiException.REFUSED,
          "ARGUMENT: '"
              + argument
              + "' is not JSON; write for example 40, '\"text\"' or '{\"n\": 40}'");
    }
  }

  private static String await(Api api, String id, long start, Duration limit) throws ApiException {
    while (true) {
      long left = Math.max(0, limit.toNanos() - (System.nanoTime() - start));
      long wait = TimeUnit.NANOSECONDS.toMillis(Math.min(left, LONGEST_WAIT_NANOS));
      var answer = api.get("/v1/tasks/" + id + "/result?wait=" + wait + "ms");
      if (answer.status() == 200) {
        return answer.body();
      }
      if (left == 0) {
        throw new ApiException(
            ApiException.NOT_DONE,
            "task "
                + id
                + " is "
                + answer.json().path("state").asString()
                + " after "
                + Durations.format(limit)
                + " and goes on; look again with: status "
                + id);
      }
    }
  }

  private QueryText query() {
    return new QueryText()
        .add("queue", queue)
        .add("priority", priority)
        .add("delay", delay)
        .add("expiry", expiry);
  }
}
