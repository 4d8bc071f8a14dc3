// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.WorkerOptions;
import dev.lovage.app.cli.Durations;
import dev.lovage.app.cli.Usage;
import dev.lovage.http.HttpSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/// The command line of an app. Fields are null where the user said nothing, so that an option that
/// does nothing in the chosen role is refused and not ignored.
@Command(
    customSynopsis = "@|bold ${COMMAND-NAME}|@ [COMMAND] [OPTION…]",
    synopsisHeading = "Usage: ",
    sortOptions = false,
    usageHelpWidth = 100,
    footer = {
      "",
      "Durations are written as 500ms, 10s, 5m, 2h, 1d.",
      "Exit codes: 0 stopped in order, 1 could not start, 2 wrong arguments, 130 or 143 a second",
      "Ctrl-C or SIGTERM cut the stop short."
    })
final class Arguments {

  @Parameters(
      arity = "0..1",
      paramLabel = "COMMAND",
      hideParamSyntax = true,
      description =
          "run: web and worker in one process (default); serve: only the web; worker: only a worker.")
  // Words and not one role, so that an unknown option before it is what the user hears of.
  private List<String> words = new ArrayList<>();

  @Option(names = "--port", paramLabel = "N", description = "Listen there. Default: 8080; 0: any.")
  private @Nullable Integer port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Listen on this address. Default: 127.0.0.1; others require --token.")
  private @Nullable String host;

  @Option(
      names = "--token",
      paramLabel = "SECRET",
      description = "What callers must send as a bearer token. Default: LOVAGE_TOKEN, else none.")
  private @Nullable String token;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep the store in this folder, as lovage.db; it is made if missing.")
  private @Nullable Path data;

  @Option(
      names = "--store",
      paramLabel = "URL",
      description = "The store. Default: LOVAGE_STORE, else sqlite:lovage.db.")
  private @Nullable String store;

  @Option(
      names = "--actions",
      paramLabel = "URL",
      description = "Where actions are kept. Default: LOVAGE_ACTIONS, else beside the tasks.")
  private @Nullable String actions;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "How many tasks compute at a time. Default: one per core.")
  private @Nullable Integer concurrency;

  @Option(
      names = "--io-concurrency",
      paramLabel = "N",
      description = "How many I/O tasks run at a time. Default: 1000.")
  private @Nullable Integer ioConcurrency;

  @Option(
      names = "--queue",
      paramLabel = "NAME[=LIMIT]",
      description = "Work on this queue, LIMIT tasks at a time. Default: the queues of all tasks.")
  private List<QueueLimit> queues = new ArrayList<>();

  @Option(
      names = "--queue-at",
      paramLabel = "NAME=URL",
      description = "Let this queue live at a broker, for example celery=redis://localhost/0.")
  private Map<String, String> homes = new LinkedHashMap<>();

  @Option(
      names = "--grace",
      paramLabel = "DURATION",
      description = "How long running tasks may finish when asked to stop. Default: 25s.")
  private @Nullable Duration grace;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this page.")
  private boolean help;

  private final String app;

  private Arguments(String app) {
    this.app = app;
  }

  /// Reads them.
  ///
  /// @throws LovageException `INVALID` with one sentence that says what is wrong
  static Arguments parse(String app, String... args) {
    var arguments = new Arguments(app);
    try {
      commandLine(arguments).parseArgs(args);
    } catch (ParameterException e) {
      throw invalid(Usage.explain(e));
    }
    return arguments;
  }

  private static CommandLine commandLine(Arguments arguments) {
    var line =
        new CommandLine(arguments)
            .setCommandName(arguments.app)
            .setOverwrittenOptionsAllowed(false)
            .registerConverter(Duration.class, new Durations())
            .registerConverter(QueueLimit.class, QueueLimit::parse);
    line.getCommandSpec().usageMessage().autoWidth(false);
    return line;
  }

  boolean wantsHelp() {
    return help;
  }

  String help() {
    return commandLine(new Arguments(app)).getUsageMessage(CommandLine.Help.Ansi.OFF);
  }

  /// Fills in what was not said from the environment and the defaults.
  ///
  /// @throws LovageException `INVALID` if options contradict each other
  Plan plan(Map<String, String> environment) {
    var role = words.isEmpty() ? Role.RUN : Role.of(words.getFirst());
    if (words.size() > 1) {
      throw invalid("can't make anything of '" + words.get(1) + "'");
    }
    refuseUseless(role);
    return new Plan(
        role,
        storeUrl(environment),
        actions != null ? actions : environment.get("LOVAGE_ACTIONS"),
        role.serves() ? http(environment) : null,
        role.works() ? this::configure : null,
        Map.copyOf(homes),
        grace == null ? Duration.ofSeconds(25) : grace);
  }

  private HttpSettings http(Map<String, String> environment) {
    return new HttpSettings(
        host == null ? "127.0.0.1" : host,
        port == null ? 8080 : port,
        token == null ? environment.get("LOVAGE_TOKEN") : token);
  }

  private String storeUrl(Map<String, String> environment) {
    if (data != null && store != null) {
      throw invalid("--data and --store both say where the store is; give one of them");
    }
    if (data != null) {
      return "sqlite:" + data.resolve("lovage.db");
    }
    return store != null ? store : environment.getOrDefault("LOVAGE_STORE", "sqlite:lovage.db");
  }

  private void configure(WorkerOptions options) {
    if (concurrency != null) {
      options.concurrency(concurrency);
    }
    if (ioConcurrency != null) {
      options.ioConcurrency(ioConcurrency);
    }
    queues.forEach(queue -> queue.addTo(options));
  }

  private void refuseUseless(Role role) {
    if (!role.serves()) {
      refuse("--port", port, "a worker answers no HTTP");
      refuse("--host", host, "a worker answers no HTTP");
      refuse("--token", token, "a worker answers no HTTP");
    }
    if (!role.works()) {
      refuse("--concurrency", concurrency, "serve runs no tasks");
      refuse("--io-concurrency", ioConcurrency, "serve runs no tasks");
      refuse("--queue", queues.isEmpty() ? null : queues, "serve runs no tasks");
      refuse("--grace", grace, "serve runs no tasks");
    }
  }

  private static void refuse(String option, @Nullable Object value, String why) {
    if (value != null) {
      throw invalid(option + " has no use here: " + why + "; leave it out");
    }
  }

  private static LovageException invalid(String sentence) {
    return new LovageException(ErrorCode.INVALID, sentence);
  }
}
