// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The HTTP scenarios' common half: load a running app with wrk and note what it cost.
final class HttpLoad {

  private static final int SUBMITTING = 64;
  private static final int READING = 16;

  private final Wrk wrk;
  private final int port;
  private final List<Child> servers;

  /// @param servers all processes of the side, for their CPU time
  HttpLoad(Children children, Path folder, int port, List<Child> servers) {
    this.wrk = new Wrk(children, folder);
    this.port = port;
    this.servers = servers;
  }

  /// @param answered requests in all, warm-up too
  record Result(Sample sample, long answered) {}

  Result submit(Sizes sizes) throws IOException, InterruptedException {
    return load("/set/1", SUBMITTING, sizes.httpSeconds());
  }

  Result read(Sizes sizes) throws IOException, InterruptedException {
    return load("/current", READING, sizes.httpSeconds());
  }

  /// The tasks that a submit has left in the queue, against the requests that were answered. Those
  /// in flight when wrk stopped are done too, though it did not count them.
  static Sample checked(Result result, long queued) {
    long surplus = queued - result.answered();
    var s = result.sample();
    return new Sample(
        s.value(),
        s.p50Ms(),
        s.p99Ms(),
        s.cpuMicrosPerTask(),
        s.cold(),
        Math.max(0, -surplus),
        // In flight at the end of each of the three loads: cold, warm-up, measured.
        Math.max(0, surplus - 3L * SUBMITTING));
  }

  /// The CPU time in it is that of the computations, not of the reads.
  static Sample withoutCpu(Sample s) {
    return new Sample(s.value(), s.p50Ms(), s.p99Ms(), null, s.cold(), s.lost(), s.settledTwice());
  }

  private Result load(String path, int connections, Sizes.Phase seconds)
      throws IOException, InterruptedException {
    var url = "http://127.0.0.1:" + port + path;
    var cold = wrk.run(url, connections, 1);
    var warm = wrk.run(url, connections, seconds.warm());
    double before = Machine.cpuMicros(servers);
    var load = wrk.run(url, connections, seconds.measured());
    double used = Machine.cpuMicros(servers) - before;
    return new Result(
        new Sample(
            load.perSecond(),
            load.p50Ms(),
            load.p99Ms(),
            used / load.requests(),
            cold.perSecond(),
            0,
            0),
        cold.requests() + warm.requests() + load.requests());
  }
}
