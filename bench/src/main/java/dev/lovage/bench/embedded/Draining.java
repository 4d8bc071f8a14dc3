// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

/// Works off a preloaded queue twice: once cold, once for the figure.
record Draining(Place place) {

  Result run(int warmTasks, int tasks) throws InterruptedException {
    var cold = Drain.on(place.lovage(), "warm", place.tally());
    cold.load(warmTasks);
    double coldRate = cold.run();
    var measured = Drain.on(place.lovage(), "measured", place.tally());
    measured.load(tasks);
    double before = Cpu.micros();
    double rate = measured.run();
    double used = Cpu.micros() - before;
    return new Result(
        rate, coldRate, Latencies.none(), used, tasks, measured.lost(), measured.doneTwice());
  }
}
