// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import java.util.stream.IntStream;

/// Submits a stream of no-ops, which nobody works on.
record Bulk(Place place) {

  Result run(int warmTasks, int tasks) {
    var noop = place.lovage().task("noop", Integer.class, Integer.class);
    long start = System.nanoTime();
    long accepted = noop.submitAll(IntStream.range(0, warmTasks).boxed(), options -> {});
    double cold = warmTasks * 1e9 / (System.nanoTime() - start);
    double before = Cpu.micros();
    start = System.nanoTime();
    accepted += noop.submitAll(IntStream.range(0, tasks).boxed(), options -> {});
    double rate = tasks * 1e9 / (System.nanoTime() - start);
    double used = Cpu.micros() - before;
    long surplus = place.tally().waiting() - accepted;
    return new Result(
        rate, cold, Latencies.none(), used, tasks, Math.max(0, -surplus), Math.max(0, surplus));
  }
}
