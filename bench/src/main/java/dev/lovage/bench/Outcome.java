// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All runs of one scenario, with the machine that they ran on.
///
/// @param peers perhaps none
/// @param load the one-minute load average before the first run
record Outcome(Scenario scenario, Measured ours, List<Measured> peers, Disk disk, double load) {

  /// The runs of one side.
  record Measured(String name, Durability durability, List<Sample> samples) {

    Statistics statistics() {
      return Statistics.of(samples.stream().mapToDouble(Sample::value).toArray());
    }

    @Nullable Double p50() {
      return Statistics.median(samples, Sample::p50Ms);
    }

    @Nullable Double p99() {
      return Statistics.median(samples, Sample::p99Ms);
    }

    @Nullable Double cpu() {
      return Statistics.median(samples, Sample::cpuMicrosPerTask);
    }

    @Nullable Double cold() {
      return Statistics.median(samples, Sample::cold);
    }

    long lost() {
      return samples.stream().mapToLong(Sample::lost).sum();
    }

    long settledTwice() {
      return samples.stream().mapToLong(Sample::settledTwice).sum();
    }
  }

  /// Every task of ours was done once.
  boolean isExact() {
    return ours.lost() == 0 && ours.settledTwice() == 0;
  }

  /// How many times better ours is.
  double ratio(Measured peer) {
    return scenario.ratio(ours.statistics().median(), peer.statistics().median());
  }

  /// What `--json` prints; fields without a figure are null.
  Map<String, @Nullable Object> json() {
    var json = new LinkedHashMap<String, @Nullable Object>();
    // The last one, which of a library is the one with its best settings.
    var peer = peers.isEmpty() ? null : peers.getLast();
    json.put("scenario", scenario.slug);
    json.put("peer", peer == null ? null : peer.name());
    json.put("durability", ours.durability().name());
    json.put("unit", scenario.unit.text);
    json.put("median", ours.statistics().median());
    json.put("peer_median", peer == null ? null : peer.statistics().median());
    json.put("ratio", peer == null ? null : ratio(peer));
    json.put("p50_ms", ours.p50());
    json.put("p99_ms", ours.p99());
    json.put("cpu_us_per_task", ours.cpu());
    json.put("runs", ours.samples().size());
    json.put("min", ours.statistics().min());
    json.put("max", ours.statistics().max());
    json.put("cv", ours.statistics().cv());
    json.put("cold", ours.cold());
    json.put("lost", ours.lost());
    json.put("settled_twice", ours.settledTwice());
    json.put("peer_durability", peer == null ? null : peer.durability().name());
    json.put("peer_p50_ms", peer == null ? null : peer.p50());
    json.put("peer_p99_ms", peer == null ? null : peer.p99());
    json.put("peer_cpu_us_per_task", peer == null ? null : peer.cpu());
    if (peers.size() > 1) {
      json.put(
          "peers",
          peers.stream()
              .map(one ->
                  Map.of(
                      "name",
                      one.name(),
                      "median",
                      one.statistics().median(),
                      "ratio",
                      ratio(one),
                      "lost",
                      one.lost()))
              .toList());
    }
    json.put("fdatasync_p50_ms", disk.p50Ms());
    json.put("fdatasync_p99_ms", disk.p99Ms());
    json.put("load_before", load);
    return json;
  }
}
