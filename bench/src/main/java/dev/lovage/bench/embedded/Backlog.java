// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import dev.lovage.Lovage;
import dev.lovage.TaskState;
import dev.lovage.TaskType;
import dev.lovage.spi.Engine;
import dev.lovage.spi.LeaseRequest;
import dev.lovage.spi.LeaseRequest.QueueLimit;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.Report;
import dev.lovage.spi.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// What a turn of a worker costs, which settles what it holds and claims as much again, when so
/// many tasks wait, against when a thousand do. As the worker does it, but without the worker.
final class Backlog {

  private static final String TYPE = "noop";
  private static final int SMALL = 1_000;
  private static final int BATCH = 100;
  private static final int TURNS = 300;

  private final Engine engine;
  private final TaskType<Integer, Integer> type;
  private final LeaseRequest request =
      new LeaseRequest(
          "bench", Duration.ofHours(1), Set.of(TYPE), List.of(new QueueLimit("default", BATCH)));
  private List<Settlement> held = List.of();

  private Backlog(Engine engine, Lovage lovage) {
    this.engine = engine;
    this.type = lovage.task(TYPE, Integer.class, Integer.class);
  }

  static Result measure(String url, int tasks) {
    var engine = Engine.open(url);
    try (var lovage = Lovage.over(engine)) {
      return new Backlog(engine, lovage).run(tasks);
    }
  }

  private Result run(int tasks) {
    submit(SMALL);
    turns();
    var small = turns();
    submit(tasks - SMALL);
    turns();
    double before = Cpu.micros();
    var deep = turns();
    double used = Cpu.micros() - before;
    long missing = tasks - held.size() - waiting();
    return new Result(
        deep.millisAt(0.5) / small.millisAt(0.5),
        null,
        deep,
        used,
        (long) TURNS * BATCH,
        Math.max(0, missing),
        Math.max(0, -missing));
  }

  private void submit(int tasks) {
    type.submitAll(IntStream.range(0, tasks).boxed(), options -> {});
  }

  private Latencies turns() {
    var times = Latencies.none();
    for (int i = 0; i < TURNS; i++) {
      long start = System.nanoTime();
      var settled = engine.tasks().settle(held, request);
      times.add(System.nanoTime() - start);
      // As many as were settled, so that the queue stays as long as it was.
      submit(held.size());
      held =
          settled.next().leases().stream()
              .map(lease ->
                  new Settlement(lease, new Outcome.Succeeded("1", List.of()), Report.empty()))
              .toList();
    }
    return times;
  }

  private long waiting() {
    return engine.queries().queues().stream()
        .mapToLong(q -> q.counts().getOrDefault(TaskState.QUEUED, 0L))
        .sum();
  }
}
