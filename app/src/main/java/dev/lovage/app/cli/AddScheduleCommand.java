// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app.cli;

import dev.lovage.spi.JsonCodec;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Makes a schedule, or puts another in its place.
@Command(
    name = "add",
    description = "Makes a schedule, or puts this one in the place of the one of its name.",
    sortOptions = false,
    footer = {
      "",
      "For example: schedules add nightly report '\"all\"' --cron '0 3 * * *' --zone Europe/Berlin",
      "         or: schedules add often refresh --every 15m",
      "",
      Main.EXIT_CODES
    })
final class AddScheduleCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "NAME", description = "Its name.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "TYPE", description = "The type of its tasks.")
  private String type = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "ARGUMENT",
      description = "Their argument, JSON. Default: the instant of the tick.")
  private @Nullable String argument;

  @Option(names = "--cron", paramLabel = "EXPR", description = "When: a cron expression, or")
  private @Nullable String cron;

  @Option(names = "--every", paramLabel = "TIME", description = "always the same time apart, or")
  private @Nullable Duration every;

  @Option(names = "--at", paramLabel = "INSTANT", description = "once.")
  private @Nullable String at;

  @Option(names = "--zone", paramLabel = "ZONE", description = "The cron's zone. Default: UTC.")
  private @Nullable String zone;

  @Option(names = "--jitter", paramLabel = "TIME", description = "Up to so much later.")
  private @Nullable Duration jitter;

  @Option(names = "--start", paramLabel = "INSTANT", description = "No tick before.")
  private @Nullable String start;

  @Option(names = "--end", paramLabel = "INSTANT", description = "No tick after.")
  private @Nullable String end;

  @Option(names = "--missed", paramLabel = "RULE", description = "skip, once (default) or all.")
  private @Nullable String missed;

  @Option(names = "--overlap", paramLabel = "RULE", description = "allow (default), skip or queue.")
  private @Nullable String overlap;

  @Option(names = "--queue", paramLabel = "NAME", description = "In place of the type's queue.")
  private @Nullable String queue;

  @Option(names = "--priority", paramLabel = "N", description = "In place of the type's priority.")
  private @Nullable Integer priority;

  @Mixin private final ServerOptions server = new ServerOptions();

  private final Terminal terminal;

  AddScheduleCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws ApiException {
    var body =
        new Body()
            .add("type", type)
            .json("argument", argument)
            .add("cron", cron)
            .add("every", every == null ? null : every.toString())
            .add("at", at)
            .add("zone", zone)
            .add("jitter", jitter == null ? null : jitter.toString())
            .add("start", start)
            .add("end", end)
            .add("missed", missed)
            .add("overlap", overlap)
            .add("queue", queue)
            .add("priority", priority)
            .map();
    var answer =
        server
            .api(terminal)
            .put("/v1/schedules/" + QueryText.encoded(name), JsonCodec.encode("schedule", body))
            .json();
    terminal.out().println(answer.path("name").asString() + ": " + answer.path("words").asString());
    return Main.done();
  }
}
