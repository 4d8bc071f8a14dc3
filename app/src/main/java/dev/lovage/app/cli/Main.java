// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/// The commands that speak to a running app over HTTP, `submit`, `requeue`, `models`, `schedules`,
/// `triggers` and `status`, and those that work on a store: `move`.
@Command(
    name = "lovage",
    synopsisSubcommandLabel = "COMMAND",
    description = "Speaks to a running app over HTTP, or works on a store.",
    footer = {"", Main.EXIT_CODES})
public final class Main implements Runnable {

  static final String EXIT_CODES =
      "Exit codes: 0 done, 1 the task failed or was cancelled, 2 wrong arguments or refused, 3 the app"
          + " can't be reached, 4 not done within --wait.";

  private static final int DONE = 0;

  private final PrintStream out;

  private Main(PrintStream out) {
    this.out = out;
  }

  /// Runs a command and ends the process with its exit code.
  public static void main(String[] args) {
    System.exit(execute(System.out, System.err, System.getenv(), args));
  }

  static int execute(
      PrintStream out, PrintStream err, Map<String, String> environment, String... args) {
    try (var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
      var terminal = new Terminal(out, err, environment, http, InstantSource.system());
      var line =
          new CommandLine(new Main(out))
              .addMixin("help", new HelpOption())
              .addSubcommand("submit", withHelp(new SubmitCommand(terminal)))
              .addSubcommand("requeue", withHelp(new RequeueCommand(terminal)))
              .addSubcommand("models", withHelp(new ModelsCommand(terminal)))
              .addSubcommand("schedules", schedules(terminal))
              .addSubcommand("triggers", triggers(terminal))
              .addSubcommand("move", withHelp(new MoveCommand(terminal)))
              .addSubcommand("actions", withHelp(new ActionsCommand(terminal)))
              .addSubcommand("status", withHelp(new StatusCommand(terminal)))
              .registerConverter(Duration.class, new Durations())
              .setOverwrittenOptionsAllowed(false)
              .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
              .setUsageHelpWidth(100)
              .setOut(new PrintWriter(out, true, out.charset()))
              .setParameterExceptionHandler((e, words) -> wrong(err, e))
              .setExecutionExceptionHandler((e, command, words) -> failed(err, e));
      return line.execute(args);
    }
  }

  private static CommandLine schedules(Terminal terminal) {
    return withHelp(new SchedulesCommand(terminal))
        .addSubcommand("add", withHelp(new AddScheduleCommand(terminal)));
  }

  private static CommandLine triggers(Terminal terminal) {
    return withHelp(new TriggersCommand(terminal))
        .addSubcommand("add", withHelp(new AddTriggerCommand(terminal)));
  }

  private static CommandLine withHelp(Object command) {
    var line = new CommandLine(command).addMixin("help", new HelpOption());
    line.getSubcommands().values().forEach(sub -> sub.addMixin("help", new HelpOption()));
    return line;
  }

  private static int wrong(PrintStream err, ParameterException e) {
    err.println(
        "lovage "
            + e.getCommandLine().getCommandName().replace("lovage", "").strip()
            + ": "
            + Usage.explain(e)
            + " (--help lists the options)");
    return Usage.WRONG;
  }

  private static int failed(PrintStream err, Exception e) throws Exception {
    if (e instanceof ApiException known) {
      err.println(known.getMessage());
      return known.exitCode();
    }
    throw e;
  }

  @Override
  public void run() {
    out.print(new CommandLine(this).getUsageMessage(Ansi.OFF));
  }

  static int done() {
    return DONE;
  }
}
