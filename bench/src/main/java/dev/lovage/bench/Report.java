// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Prints outcomes for a person.
final class Report {

  private final PrintStream out;

  Report(PrintStream out) {
    this.out = out;
  }

  void begin(Scenario scenario, Disk disk, double load) {
    out.printf(Locale.ROOT, "%s: %s%n", scenario.slug, scenario.description);
    out.printf(
        Locale.ROOT,
        "  %d cores, load before %.2f, %s, fdatasync of 4 KiB p50 %.2f ms, p99 %.2f ms%n",
        Runtime.getRuntime().availableProcessors(),
        load,
        disk.fileSystem(),
        disk.p50Ms(),
        disk.p99Ms());
    if (disk.fileSystem().equals("tmpfs")) {
      out.printf(
          Locale.ROOT,
          "  on tmpfs nothing survives a loss of power: name a folder on a disk with --url%n");
    }
  }

  void end(Outcome outcome) {
    side(outcome.scenario(), outcome.ours());
    for (var peer : outcome.peers()) {
      side(outcome.scenario(), peer);
      out.printf(
          Locale.ROOT,
          "  ratio %.2f (above 1: better than %s)%n",
          outcome.ratio(peer),
          peer.name());
    }
  }

  private void side(Scenario scenario, Outcome.Measured side) {
    var statistics = side.statistics();
    out.printf(
        Locale.ROOT,
        "  %-8s median %s %s, %s-%s, CV %.1f %%, %d runs; %s: survives %s%n",
        side.name(),
        figure(statistics.median()),
        scenario.unit.text,
        figure(statistics.min()),
        figure(statistics.max()),
        statistics.cv() * 100,
        side.samples().size(),
        side.durability(),
        side.durability().survives);
    out.printf(
        Locale.ROOT,
        "           p50 %s ms, p99 %s ms, CPU %s us a task, cold %s %s; lost %d, done twice %d%n",
        figure(side.p50()),
        figure(side.p99()),
        figure(side.cpu()),
        figure(side.cold()),
        scenario.unit.text,
        side.lost(),
        side.settledTwice());
  }

  private static String figure(@Nullable Double value) {
    if (value == null) {
      return "-";
    }
    return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%,.0f", value);
  }
}
