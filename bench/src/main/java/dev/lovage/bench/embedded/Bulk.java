// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import dev.lovage.Lovage;
import dev.lovage.TaskState;
import java.util.stream.IntStream;

/// Submits a stream of no-ops, which nobody works on.
record Bulk(Lovage lovage) {

  Result run(int warmTasks, int tasks) {
    var noop = lovage.task("noop", Integer.class, Integer.class);
    long start = System.nanoTime();
    long accepted = noop.submitAll(IntStream.range(0, warmTasks).boxed(), options -> {});
    double cold = warmTasks * 1e9 / (System.nanoTime() - start);
    double before = Cpu.micros();
    start = System.nanoTime();
    accepted += noop.submitAll(IntStream.range(0, tasks).boxed(), options -> {});
    double rate = tasks * 1e9 / (System.nanoTime() - start);
    double used = Cpu.micros() - before;
    long surplus =
        lovage.queries().queues().stream()
                .mapToLong(q -> q.counts().getOrDefault(TaskState.QUEUED, 0L))
                .sum()
            - accepted;
    return new Result(
        rate, cold, Latencies.none(), used, tasks, Math.max(0, -surplus), Math.max(0, surplus));
  }
}
