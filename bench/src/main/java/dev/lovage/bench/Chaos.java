// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import dev.lovage.Lovage;
import dev.lovage.bench.embedded.ChaosApp;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// `./lovage bench chaos`: 1,000 tasks a second over HTTP, of all kinds, while workers and web are
/// killed at random moments. Then everything that was accepted must have ended once and rightly.
record Chaos(String url, int seconds, long seed, PrintStream out) {

  static final String SLUG = "chaos";
  static final String DESCRIPTION =
      "kill -9 of web and workers under 1,000 tasks/s: is anything lost or done twice?";

  private static final int RATE = 1_000;
  private static final int READERS = 2;

  // Leases of killed workers run out after 15 s.
  private static final int PATIENCE_SECONDS = 120;

  /// Returns the exit code: 1 if a promise was broken.
  int run(boolean json) throws IOException, InterruptedException {
    out.printf("chaos: %s%n  %d s, seed %d%n", DESCRIPTION, seconds, seed);
    var installation = Installation.find();
    try (var store = StoreUrl.parse(url, installation.scratch());
        var workspace = Workspace.in(store.folder());
        var run = workspace.newRun()) {
      var processes =
          new ChaosProcesses(
              installation, run.children(), run.folder(), store.chaos(), store.in(run.folder()));
      var result = run(processes, store, run.folder());
      result.print(out);
      if (!result.isExact()) {
        processes.warnings().stream().limit(50).forEach(line -> out.println("  " + line));
      }
      if (json) {
        var object = new LinkedHashMap<String, Object>();
        object.put("scenario", SLUG);
        object.put("seed", seed);
        object.put("seconds", seconds);
        object.put("durability", store.durability().name());
        object.putAll(result.json());
        out.println(Json.write(object));
      }
      store.forget(run.folder());
      return result.isExact() ? 0 : 1;
    } catch (SQLException e) {
      throw new BenchException("could not audit the store", e);
    }
  }

  private ChaosResult run(ChaosProcesses processes, StoreUrl store, Path folder)
      throws IOException, InterruptedException, SQLException {
    var ledger = store.ledger(folder);
    processes.start();
    ledger.install();
    var webs = processes.webs();
    var readers =
        IntStream.range(0, READERS)
            .mapToObj(i -> webs.get(i % webs.size()).resolve("/v1/values/" + ChaosApp.NEWEST))
            .map(value -> new ChaosReader(value).start())
            .toList();
    var client = new ChaosClient(webs, seed, RATE);
    var callers = client.start(seconds);
    int kills = processes.killFor(seconds, new SplittableRandom(seed));
    processes.awaitWebs();
    for (var caller : callers) {
      caller.join();
    }
    try (var lovage = Lovage.open(store.in(folder))) {
      boolean ended = ChaosAudit.awaitEnd(lovage, PATIENCE_SECONDS);
      processes.checkAlive();
      var accepted = client.accepted();
      long newest = lovage.values().get(ChaosApp.NEWEST).orElseThrow().version();
      long right = ledger.newestPublished();
      var findings = ChaosAudit.compare(accepted, lovage);
      var surprises =
          Stream.of(
                  client.surprises(),
                  findings.examples(),
                  ended ? List.<String>of() : List.of("not all tasks ended in time"),
                  newest == right
                      ? List.<String>of()
                      : List.of("served is version %d, not %d".formatted(newest, right)),
                  ledger.ended() >= accepted.size() - findings.lost()
                      ? List.<String>of()
                      : List.of("only %d ends were noted".formatted(ledger.ended())),
                  ledger.isSound() ? List.<String>of() : List.of("the store is damaged"))
              .flatMap(List::stream)
              .toList();
      return new ChaosResult(
          accepted.size(),
          findings.lost(),
          ledger.endedTwice(),
          findings.wrong(),
          seen(readers),
          kills,
          surprises);
    }
  }

  private static ChaosReader.Seen seen(List<ChaosReader> readers) throws InterruptedException {
    long reads = 0;
    long older = 0;
    long newest = 0;
    for (var reader : readers) {
      var seen = reader.stop();
      reads += seen.reads();
      older += seen.older();
      newest = Math.max(newest, seen.newest());
    }
    return new ChaosReader.Seen(reads, older, newest);
  }
}
