// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import dev.lovage.Lovage;
import dev.lovage.TaskState;
import dev.lovage.spi.Engine;
import java.util.stream.IntStream;

/// What a turn of a worker costs when so many tasks wait, against when a thousand do.
final class Backlog {

  private static final String TYPE = "noop";
  private static final int SMALL = 1_000;

  private Backlog() {}

  static Result measure(String url, int tasks) {
    var engine = Engine.open(url);
    try (var lovage = Lovage.over(engine)) {
      var type = lovage.task(TYPE, Integer.class, Integer.class);
      var turns =
          new Turns(
              engine,
              "default",
              TYPE,
              n -> type.submitAll(IntStream.range(0, n).boxed(), options -> {}));
      type.submitAll(IntStream.range(0, SMALL).boxed(), options -> {});
      var small = turns.measure();
      type.submitAll(IntStream.range(SMALL, tasks).boxed(), options -> {});
      double before = Cpu.micros();
      var deep = turns.measure();
      double used = Cpu.micros() - before;
      long missing = tasks - turns.held() - waiting(engine);
      return new Result(
          deep.millisAt(0.5) / small.millisAt(0.5),
          null,
          deep,
          used,
          2L * Turns.TURNS * Turns.BATCH,
          Math.max(0, missing),
          Math.max(0, -missing));
    }
  }

  private static long waiting(Engine engine) {
    return engine.queries().queues().stream()
        .mapToLong(q -> q.counts().getOrDefault(TaskState.QUEUED, 0L))
        .sum();
  }
}
