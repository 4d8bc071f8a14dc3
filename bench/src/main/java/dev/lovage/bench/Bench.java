// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./lovage bench`: reads the command line, measures, prints. Exit codes: 0 measured; 1 a task was
/// lost or done twice, or the measurement failed; 2 wrong arguments or a missing program.
@Command(
    name = "lovage bench",
    description = "Measures Lovage, alone or beside a peer in the same run.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpWidth = 100)
public final class Bench implements Callable<Integer> {

  private static final int INEXACT = 1;
  private static final int WRONG = 2;
  private static final int CHAOS_SECONDS = 120;
  private static final int SHARED_SECONDS = 180;
  private static final int OUTAGE_SECONDS = 30;

  @Parameters(
      index = "0",
      paramLabel = "SCENARIO",
      description = "What to measure; 'list' shows all. 'submit', 'delayed', 'keys' are several.")
  private String scenario = "";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = {
        "The store, for example sqlite:/data/bench.db?durability=process, postgresql://me@host/db, or",
        "postgresql: for a server of the bench's own. The bench makes stores of its own there and",
        "removes them. redis: for queues at a Redis of the bench's own, whose log is synced once a",
        "second; also redis:?appendfsync=always and redis:?appendonly=no. Default: SQLite, power-safe,",
        "in this project's target folder."
      })
  private String url = "sqlite:bench.db";

  @Option(
      names = "--peer",
      paramLabel = "NAME",
      split = ",",
      description = {
        "Measure in turns, several with commas: celery; on a postgresql: store jobrunr, db-scheduler,",
        "graphile, pg-boss, each with its default and its best settings; on SQLite jobrunr; on redis:",
        "celery and bullmq, each with its default and its best settings. For actions",
        "driver: plain batches by the engine's own driver."
      })
  private List<String> peers = List.of();

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "How many runs count, after one that does not. Default: ${DEFAULT-VALUE}.")
  private int runs = 5;

  @Option(
      names = "--tasks",
      paramLabel = "N",
      description = {
        "How many tasks, for drain, round-trip, submit-bulk, delayed, backlog and aged. Default: a",
        "million, of which a tenth for delayed-release; ten million for backlog and aged; 200,000 for",
        "drain, 5,000 for round-trip."
      })
  private @Nullable Integer tasks;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = {
        "For chaos, how long processes are killed; default: 120, at Redis 180. For outage, how long",
        "Redis is away; default: 30. For idle-transaction, how long it stays open; default: 600."
      })
  private @Nullable Integer seconds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Only for chaos: kill at the same moments, submit the same tasks again.")
  private @Nullable Long seed;

  @Option(names = "--json", description = "Print one JSON object on the last line.")
  private boolean json;

  @Option(names = "--tiny", hidden = true, description = "Only prove that everything runs.")
  private boolean tiny;

  private final PrintStream out;

  Bench(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] args) {
    System.exit(execute(System.out, args));
  }

  static int execute(PrintStream out, String... args) {
    return new CommandLine(new Bench(out)).setOut(new PrintWriter(out, true, UTF_8)).execute(args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (scenario.equals("list")) {
      Arrays.stream(Scenario.values())
          .forEach(s -> out.println("%-18s %s (%s)".formatted(s.slug, s.description, s.unit.text)));
      out.println("%-18s %s".formatted(Chaos.SLUG, Chaos.DESCRIPTION));
      out.println("%-18s %s".formatted(SharedChaos.OUTAGE, SharedChaos.DESCRIPTION));
      return 0;
    }
    if (scenario.equals(Chaos.SLUG) || scenario.equals(SharedChaos.OUTAGE)) {
      return chaos();
    }
    var scenarios = Scenario.named(scenario);
    if (scenarios.isEmpty() || runs < 1 || !peers.stream().allMatch(Bench::isPeer)) {
      return refuse(wrong());
    }
    boolean driver = peers.equals(List.of(DriverSide.NAME));
    if (peers.contains(DriverSide.NAME)
        && !(driver && scenarios.get().equals(List.of(Scenario.ACTIONS)))) {
      return refuse("the peer driver goes with actions, alone");
    }
    if (url.startsWith(CassandraStore.SCHEME)
        && !scenarios.get().equals(List.of(Scenario.ACTIONS))) {
      return refuse("only actions can be kept in Cassandra");
    }
    if (!driver && !peers.isEmpty() && !scenarios.get().stream().allMatch(Scenario::hasPeer)) {
      return refuse("the peer has nothing like " + scenario + "; leave --peer out");
    }
    if (url.startsWith(RedisStore.SCHEME)
        ? !scenarios.get().stream().allMatch(Scenario::isOfQueues)
        : scenarios.get().contains(Scenario.ROUND_TRIP_PYTHON)) {
      return refuse(
          "at redis: submit-1, submit-64, submit-bulk, drain and round-trip are measured, and only"
              + " there round-trip-python");
    }
    var stranger = peers.stream().flatMap(peer -> stranger(peer).stream()).findFirst();
    if (stranger.isPresent()) {
      return refuse(stranger.get());
    }
    if (tasks != null && tasks < 1) {
      return refuse("--tasks must be at least 1, but is " + tasks);
    }
    if (seed != null || (seconds != null && !Scenario.lasts(scenarios.get()))) {
      return refuse(
          "--seed goes with chaos only, --seconds with chaos, outage and idle-transaction; leave"
              + " them out");
    }
    if (seconds != null && seconds < 1) {
      return refuse("--seconds must be at least 1, but is " + seconds);
    }
    try {
      return new Measurement(url, peers, sizes(), tiny ? 0 : 1, out)
          .run(scenarios.get(), runs, json);
    } catch (MissingProgramException e) {
      return refuse(e.getMessage());
    } catch (BenchException e) {
      refuse(e.getMessage());
      return INEXACT;
    }
  }

  private Sizes sizes() {
    var sizes = tiny ? Sizes.tiny() : Sizes.normal();
    if (seconds != null) {
      sizes = sizes.withSeconds(seconds);
    }
    return tasks == null ? sizes : sizes.withTasks(tasks);
  }

  private int chaos() throws IOException, InterruptedException {
    boolean outage = scenario.equals(SharedChaos.OUTAGE);
    boolean atRedis = url.startsWith(RedisStore.SCHEME);
    int usual = outage ? OUTAGE_SECONDS : atRedis ? SHARED_SECONDS : CHAOS_SECONDS;
    int time = seconds == null ? usual : seconds;
    if (time < 1 || !peers.isEmpty()) {
      return refuse(scenario + ": --seconds must be at least 1, and there is no peer for it");
    }
    if (outage && !atRedis) {
      return refuse("outage goes with --url redis:");
    }
    try {
      long start = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
      if (atRedis) {
        var harm = outage ? new Harm.Away(time) : new Harm.Kills(time);
        return new SharedChaos(url, harm, start, out).run(json);
      }
      return new Chaos(url, time, start, out).run(json);
    } catch (MissingProgramException e) {
      return refuse(e.getMessage());
    } catch (BenchException e) {
      refuse(e.getMessage());
      return INEXACT;
    }
  }

  private String wrong() {
    if (runs < 1) {
      return "--runs must be at least 1, but is " + runs;
    }
    return Scenario.named(scenario).isEmpty()
        ? "there is no scenario %s; choose one of %s"
            .formatted(
                scenario,
                Stream.concat(
                        Arrays.stream(Scenario.values()).map(s -> s.slug),
                        Stream.of(Chaos.SLUG, SharedChaos.OUTAGE))
                    .collect(Collectors.joining(", ")))
        : "there is no peer like that in %s; choose of celery, driver, %s"
            .formatted(String.join(",", peers), DatabasePeer.all());
  }

  /// Why it can't be measured at this URL; empty if it can.
  private Optional<String> stranger(String name) {
    return DatabasePeer.named(name)
        .filter(peer -> !peer.goesWith(url))
        .map(peer ->
            "the peer %s goes with --url %s"
                .formatted(peer.slug, String.join(" or ", peer.stores())));
  }

  private static boolean isPeer(String name) {
    return name.equals("celery")
        || name.equals(DriverSide.NAME)
        || DatabasePeer.named(name).isPresent();
  }

  private int refuse(@Nullable String sentence) {
    System.err.println("lovage bench: " + sentence);
    return WRONG;
  }
}
