// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import org.jspecify.annotations.Nullable;

/// What one run of one side gave.
///
/// @param value the figure itself, in the scenario's unit
/// @param p50Ms latency of one call, where the scenario has calls
/// @param cpuMicrosPerTask CPU time of all processes of the side, per task or request
/// @param cold the same figure from the first moments of a fresh process, where it has a meaning
/// @param lost tasks accepted and not found (or not done) at the end
/// @param settledTwice tasks that were done more than once
record Sample(
    double value,
    @Nullable Double p50Ms,
    @Nullable Double p99Ms,
    @Nullable Double cpuMicrosPerTask,
    @Nullable Double cold,
    long lost,
    long settledTwice) {

  static Sample of(double value) {
    return new Sample(value, null, null, null, null, 0, 0);
  }

  /// Reads the one JSON object that a driver prints as its last line.
  static Sample parse(String json) {
    var node = Json.read(json);
    return new Sample(
        node.required("value").asDouble(),
        Json.number(node, "p50_ms"),
        Json.number(node, "p99_ms"),
        Json.number(node, "cpu_us_per_task"),
        Json.number(node, "cold"),
        node.required("lost").asLong(),
        node.required("settled_twice").asLong());
  }
}
