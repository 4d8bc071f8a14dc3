// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Loads an HTTP server with Debian's `wrk`, from one thread, with the same flags for every side.
final class Wrk {

  /// Prints what wrk has counted as one JSON object, in its own numbers and not rounded for people.
  private static final String REPORT =
      """
      done = function(summary, latency, requests)
        local e = summary.errors
        io.write(string.format(
          '\\n{"requests":%d,"micros":%d,"errors":%d,"p50_us":%d,"p99_us":%d}\\n',
          summary.requests, summary.duration, e.connect + e.read + e.write + e.status + e.timeout,
          latency:percentile(50), latency:percentile(99)))
      end
      """;

  private static final int SPARE_SECONDS = 60;

  private final Children children;
  private final Path folder;

  Wrk(Children children, Path folder) {
    this.children = children;
    this.folder = folder;
  }

  /// @param requests answered with a 2xx or 3xx status
  record Load(long requests, double perSecond, double p50Ms, double p99Ms) {}

  /// @throws BenchException if any request failed: a figure with errors in it says nothing
  Load run(String url, int connections, int seconds) throws IOException, InterruptedException {
    var script = folder.resolve("report.lua");
    Files.writeString(script, REPORT);
    var command =
        List.of(
            "wrk",
            "--threads=1",
            "--connections=" + connections,
            "--duration=" + seconds + "s",
            "--script=" + script,
            url);
    var child = children.start("wrk", command, Map.of(), folder);
    var result = Json.read(child.awaitResult(seconds + SPARE_SECONDS));
    children.stop(child);
    long errors = result.required("errors").asLong();
    if (errors > 0) {
      throw new BenchException("%s: %d of the requests failed".formatted(url, errors));
    }
    long requests = result.required("requests").asLong();
    return new Load(
        requests,
        requests * 1e6 / result.required("micros").asLong(),
        result.required("p50_us").asDouble() / 1e3,
        result.required("p99_us").asDouble() / 1e3);
  }
}
