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

/// Makes a trigger, or puts another in its place.
@Command(
    name = "add",
    description = "Makes a trigger, or puts this one in the place of the one of its name.",
    sortOptions = false,
    footer = {
      "",
      "For example: triggers add retrain train '\"all\"' --on actions --of views --every 1000",
      "         or: triggers add import load --on file --of /var/incoming --pattern '*.csv'",
      "",
      Main.EXIT_CODES
    })
final class AddTriggerCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "NAME", description = "Its name.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "TYPE", description = "The type of its tasks.")
  private String type = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "ARGUMENT",
      description = "Their argument, JSON. Default: what has happened.")
  private @Nullable String argument;

  @Option(
      names = "--on",
      required = true,
      paramLabel = "KIND",
      description = "actions, quiet, value, succeeded, failed, file or call.")
  private String on = "";

  @Option(
      names = "--of",
      required = true,
      paramLabel = "WHAT",
      description = "The stream, value, task type, folder or secret.")
  private String of = "";

  @Option(names = "--every", paramLabel = "N", description = "By actions: after so many.")
  private @Nullable Integer every;

  @Option(names = "--by-user", description = "By actions and quiet: each user for himself.")
  private boolean byUser;

  @Option(names = "--quiet", paramLabel = "TIME", description = "By quiet: how long.")
  private @Nullable Duration quiet;

  @Option(names = "--pattern", paramLabel = "GLOB", description = "By file: which names.")
  private @Nullable String pattern;

  @Option(names = "--queue", paramLabel = "NAME", description = "In place of the type's queue.")
  private @Nullable String queue;

  @Option(names = "--priority", paramLabel = "N", description = "In place of the type's priority.")
  private @Nullable Integer priority;

  @Mixin private final ServerOptions server = new ServerOptions();

  private final Terminal terminal;

  AddTriggerCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws ApiException {
    var body =
        new Body()
            .add("type", type)
            .json("argument", argument)
            .add("on", on)
            .add("of", of)
            .add("every", every)
            .add("byUser", byUser ? Boolean.TRUE : null)
            .add("quiet", quiet == null ? null : quiet.toString())
            .add("pattern", pattern)
            .add("queue", queue)
            .add("priority", priority)
            .map();
    var answer =
        server
            .api(terminal)
            .put("/v1/triggers/" + QueryText.encoded(name), JsonCodec.encode("trigger", body))
            .json();
    terminal.out().println(TriggersCommand.line(answer));
    return Main.done();
  }
}
