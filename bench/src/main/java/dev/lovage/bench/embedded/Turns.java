// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import dev.lovage.spi.Engine;
import dev.lovage.spi.LeaseRequest;
import dev.lovage.spi.LeaseRequest.QueueLimit;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.Report;
import dev.lovage.spi.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;

/// The turns of a worker, which settles what it holds and claims as much again; as the worker does
/// it, but without the worker.
final class Turns {

  static final int BATCH = 100;
  static final int TURNS = 300;

  private final Engine engine;
  private final LeaseRequest request;
  private final IntConsumer submit;
  private List<Settlement> held = List.of();

  /// @param submit submits so many tasks, so that the queue stays as long as it was
  Turns(Engine engine, String queue, String type, IntConsumer submit) {
    this.engine = engine;
    this.submit = submit;
    this.request =
        new LeaseRequest(
            "bench", Duration.ofHours(1), Set.of(type), List.of(new QueueLimit(queue, BATCH)));
  }

  /// How long each of them took, after as many that do not count.
  Latencies measure() {
    run();
    return run();
  }

  private Latencies run() {
    var times = Latencies.none();
    for (int i = 0; i < TURNS; i++) {
      long start = System.nanoTime();
      var settled = engine.tasks().settle(held, request);
      times.add(System.nanoTime() - start);
      submit.accept(held.size());
      held =
          settled.next().leases().stream()
              .map(lease ->
                  new Settlement(lease, new Outcome.Succeeded("1", List.of()), Report.empty()))
              .toList();
    }
    return times;
  }

  /// How many tasks it holds.
  int held() {
    return held.size();
  }
}
