// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Runs a scenario on the sides in turn: first the rounds that are thrown away, then as many as
/// were asked for. Who begins changes with every round, so that neither always finds the warmer
/// machine.
final class Rounds {

  private final Workspace workspace;
  private final Sizes sizes;
  private final int discarded;
  private final PrintStream log;

  /// @param discarded how many rounds don't count
  Rounds(Workspace workspace, Sizes sizes, int discarded, PrintStream log) {
    this.workspace = workspace;
    this.sizes = sizes;
    this.discarded = discarded;
    this.log = log;
  }

  Map<Side, List<Sample>> measure(Scenario scenario, List<Side> sides, int runs)
      throws IOException, InterruptedException {
    var samples = new LinkedHashMap<Side, List<Sample>>();
    sides.forEach(side -> samples.put(side, new ArrayList<>()));
    var order = new ArrayList<>(sides);
    for (int round = 1 - discarded; round <= runs; round++) {
      for (var side : order) {
        var sample = once(scenario, side);
        log.printf(
            Locale.ROOT,
            "  %-9s %-8s %,12.2f %s%s%n",
            round < 1 ? "discarded" : "run " + round,
            side.name(),
            sample.value(),
            scenario.unit.text,
            sample.lost() + sample.settledTwice() == 0
                ? ""
                : "  lost %d, done twice %d".formatted(sample.lost(), sample.settledTwice()));
        if (round > 0) {
          samples.getOrDefault(side, List.of()).add(sample);
        }
      }
      Collections.reverse(order);
    }
    return samples;
  }

  private Sample once(Scenario scenario, Side side) throws IOException, InterruptedException {
    try (var run = workspace.newRun()) {
      return side.run(scenario, sizes, run.folder());
    }
  }
}
