// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// One call of the bench: scenarios one after the other, on the same sides and the same disk.
///
/// @param url where the stores shall be
/// @param peers the names of the peers, perhaps none
/// @param discarded how many rounds don't count
record Measurement(String url, List<String> peers, Sizes sizes, int discarded, PrintStream out) {

  private static final int EXACT = 0;
  private static final int INEXACT = 1;

  /// Measures the scenarios and returns the exit code: 1 if a task was lost or done twice.
  int run(List<Scenario> scenarios, int runs, boolean json)
      throws IOException, InterruptedException {
    var installation = Installation.find();
    try (var store = StoreUrl.parse(url, installation.scratch());
        var workspace = Workspace.in(store.folder())) {
      var sides = sides(scenarios, installation, store, workspace);
      var outcomes = new ArrayList<Outcome>();
      for (var scenario : scenarios) {
        outcomes.add(measure(scenario, sides, workspace, runs));
      }
      if (json) {
        out.println(Json.write(object(outcomes)));
      }
      return outcomes.stream().allMatch(Outcome::isExact) ? EXACT : INEXACT;
    }
  }

  private Outcome measure(Scenario scenario, List<Side> sides, Workspace workspace, int runs)
      throws IOException, InterruptedException {
    var report = new Report(out);
    var disk = Disk.measure(workspace.root());
    double load = Machine.load();
    report.begin(scenario, disk, load);
    var measured =
        new Rounds(workspace, sizes, discarded, out)
            .measure(scenario, sides, runs).entrySet().stream()
                .map(side ->
                    new Outcome.Measured(
                        side.getKey().name(), side.getKey().durability(), side.getValue()))
                .toList();
    var outcome =
        new Outcome(
            scenario, measured.getFirst(), measured.subList(1, measured.size()), disk, load);
    report.end(outcome);
    return outcome;
  }

  /// One object: of the last scenario, with those before it beside.
  private static Object object(List<Outcome> outcomes) {
    var object = new LinkedHashMap<>(outcomes.getLast().json());
    if (outcomes.size() > 1) {
      object.put(
          "also", outcomes.subList(0, outcomes.size() - 1).stream().map(Outcome::json).toList());
    }
    return object;
  }

  private List<Side> sides(
      List<Scenario> scenarios, Installation installation, StoreUrl store, Workspace workspace)
      throws IOException, InterruptedException {
    var programs = new Programs(workspace, out);
    if (scenarios.stream().anyMatch(Scenario::loadsHttp)) {
      programs.requireWrk();
    }
    var sides = new ArrayList<Side>();
    var shared = store instanceof RedisStore redis ? redis : null;
    if (shared != null && scenarios.contains(Scenario.ROUND_TRIP_PYTHON)) {
      var python = celery(programs, installation);
      sides.add(new PythonToJava(shared, installation, python, workspace.children()));
    } else {
      sides.add(new LovageSide(store, installation, workspace.children()));
    }
    for (var name : peers) {
      if (name.equals(DriverSide.NAME)) {
        sides.add(new DriverSide(store, installation, workspace.children()));
        continue;
      }
      var database = DatabasePeer.named(name);
      if (database.isEmpty()) {
        var celery = celery(programs, installation);
        // Where Redis is its own, only the better settings are of interest.
        for (var settings :
            shared == null ? List.of(CelerySettings.BEST) : List.of(CelerySettings.values())) {
          sides.add(new CelerySide(celery, workspace.children(), settings, shared));
        }
        continue;
      }
      var libraries = new PeerPrograms(installation, workspace, out);
      libraries.require(database.get());
      for (boolean best : new boolean[] {false, true}) {
        sides.add(new DatabaseSide(database.get(), best, store, libraries, workspace.children()));
      }
    }
    return sides;
  }

  private static CeleryPrograms celery(Programs programs, Installation installation)
      throws IOException, InterruptedException {
    return new CeleryPrograms(programs.requirePeer(), installation.peer("celery"));
  }
}
