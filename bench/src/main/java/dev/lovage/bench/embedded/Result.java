// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one measurement gave.
///
/// @param calls the latency of each call; empty where the scenario has none
/// @param cold the same figure from the first moments of this process, where it has a meaning
/// @param tasks how many were measured
record Result(
    double value,
    @Nullable Double cold,
    Latencies calls,
    double cpuMicros,
    long tasks,
    long lost,
    long settledTwice) {

  /// The same names as the peer's driver prints.
  Map<String, @Nullable Object> json() {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("value", value);
    json.put("cold", cold);
    json.put("p50_ms", calls.isEmpty() ? null : calls.millisAt(0.50));
    json.put("p99_ms", calls.isEmpty() ? null : calls.millisAt(0.99));
    json.put("cpu_us_per_task", cpuMicros / tasks);
    json.put("tasks", tasks);
    json.put("lost", lost);
    json.put("settled_twice", settledTwice);
    return json;
  }
}
