// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import dev.lovage.Lovage;

/// Works off a preloaded queue twice: once cold, once for the figure.
record Draining(Lovage lovage) {

  Result run(int warmTasks, int tasks) throws InterruptedException {
    var cold = Drain.preloaded(lovage, "warm", warmTasks);
    double coldRate = warmTasks / cold.seconds();
    var measured = Drain.preloaded(lovage, "measured", tasks);
    double before = Cpu.micros();
    double seconds = measured.seconds();
    double used = Cpu.micros() - before;
    return new Result(
        tasks / seconds,
        coldRate,
        Latencies.none(),
        used,
        tasks,
        measured.lost(),
        measured.doneTwice());
  }
}
