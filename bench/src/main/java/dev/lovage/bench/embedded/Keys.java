// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import dev.lovage.Lovage;
import dev.lovage.TaskOptions;
import dev.lovage.spi.Engine;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// What a turn of a worker costs when the tasks that wait belong to so many keys, which take turns,
/// against when they belong to none.
final class Keys {

  private static final int TASKS_PER_KEY = 10;
  private static final int AT_A_TIME = 5;

  private final Engine engine;
  private final Lovage lovage;
  private final int keys;

  private Keys(Engine engine, Lovage lovage, int keys) {
    this.engine = engine;
    this.lovage = lovage;
    this.keys = keys;
  }

  /// @param limited whether the keys are limited as well
  static Result measure(String url, int keys, boolean limited) {
    var engine = Engine.open(url);
    try (var lovage = Lovage.over(engine)) {
      return new Keys(engine, lovage, keys).run(limited);
    }
  }

  private Result run(boolean limited) {
    var without = turns("without", options -> {});
    double before = Cpu.micros();
    var with =
        turns(
            "with",
            options -> {
              options.key("{key}");
              if (limited) {
                options.concurrencyPerKey(AT_A_TIME);
              }
            });
    double used = Cpu.micros() - before;
    return new Result(
        with.millisAt(0.5) / without.millisAt(0.5),
        null,
        with,
        used,
        2L * Turns.TURNS * Turns.BATCH,
        0,
        0);
  }

  private Latencies turns(String name, Consumer<TaskOptions<Integer>> options) {
    var type =
        lovage.task(
            name,
            Integer.class,
            Integer.class,
            i -> i,
            options.andThen(chosen -> chosen.queue(name)));
    for (int i = 0; i < TASKS_PER_KEY; i++) {
      type.submitAll(IntStream.range(0, keys).boxed(), submit -> {});
    }
    return new Turns(
            engine,
            name,
            name,
            n -> type.submitAll(IntStream.range(0, n).mapToObj(i -> i * 97 % keys), submit -> {}))
        .measure();
  }
}
