// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lovage.LogLine;
import dev.lovage.Lovage;
import dev.lovage.RetryPolicy;
import dev.lovage.TaskError;
import dev.lovage.TaskFailedException;
import dev.lovage.spi.Heartbeat;
import dev.lovage.tck.Intercepted.Interceptor;
import dev.lovage.testkit.MemoryEngine;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Races of the worker with itself that the store's calls can be held up to bring about.
class WorkerRacesTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final CountDownLatch underWay = new CountDownLatch(1);
  private final CountDownLatch overtaken = new CountDownLatch(1);
  private final CountDownLatch answered = new CountDownLatch(1);

  /// Holds up the first heartbeat that brings a report until it was overtaken.
  private Interceptor slowHeartbeat() {
    return (method, arguments, engine) -> {
      boolean reports =
          method.equals("extend")
              && ((Heartbeat) arguments[0]).beats().stream().anyMatch(b -> !b.report().isEmpty());
      if (!reports) {
        return engine.with(arguments);
      }
      underWay.countDown();
      // A worker may rather wait for the heartbeat than overtake it.
      var _ = overtaken.await(1, TimeUnit.SECONDS);
      var answer = engine.with(arguments);
      answered.countDown();
      return answer;
    };
  }

  private static boolean await(CountDownLatch latch, Duration time) throws InterruptedException {
    return latch.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Test
  void log_lines_survive_a_heartbeat_that_the_settlement_overtakes() throws Exception {
    try (var lovage = Lovage.over(new Intercepted(MemoryEngine.create(), slowHeartbeat()))) {
      var task =
          lovage.task(
              "talks",
              Integer.class,
              Integer.class,
              (n, context) -> {
                context.log("line");
                assertThat(await(underWay, SOON)).isTrue();
                return n;
              });
      var worker = lovage.startWorker();

      var handle = task.submit(1);
      handle.await(SOON);
      overtaken.countDown();
      worker.drain(SOON);

      assertThat(handle.log()).extracting(LogLine::text).containsExactly("line");
    }
  }

  @Test
  void a_heartbeat_that_a_retry_overtakes_does_not_stop_the_next_attempt() throws Exception {
    try (var lovage = Lovage.over(new Intercepted(MemoryEngine.create(), slowHeartbeat()))) {
      var task =
          lovage.task(
              "flaky",
              Integer.class,
              Boolean.class,
              (n, context) -> {
                if (context.attempt() == 1) {
                  context.log("line");
                  assertThat(await(underWay, SOON)).isTrue();
                  throw new IllegalStateException("again");
                }
                overtaken.countDown();
                assertThat(await(answered, SOON)).isTrue();
                var _ = await(new CountDownLatch(1), SHORT);
                return context.isCancelled();
              },
              options -> options.retry(RetryPolicy.fixed(3, Duration.ZERO)));
      var worker = lovage.startWorker();

      assertThat(task.submit(1).await(SOON)).isFalse();
      worker.drain(SOON);
    }
  }

  @Test
  void a_time_limit_counts_from_the_begin_of_the_attempt_and_ends_it() throws Exception {
    var gate = new CountDownLatch(1);
    try (var lovage = Lovage.over(MemoryEngine.create())) {
      var quick =
          lovage.task("quick", Integer.class, Boolean.class, n -> n >= 0 || await(gate, SOON));
      var limited =
          lovage.task(
              "limited",
              Integer.class,
              Boolean.class,
              n -> await(new CountDownLatch(1), SOON),
              options -> options.timeLimit(Duration.ofMillis(30)).retry(RetryPolicy.none()));
      var worker = lovage.startWorker(options -> options.concurrency(1));
      // Quick tasks teach the worker to lease ahead, so that the limited one waits for the thread.
      for (var handle : quick.submitAll(IntStream.range(0, 1_000).boxed().toList())) {
        handle.await(SOON);
      }
      quick.submit(-1, options -> options.priority(9));
      var handle = limited.submit(1);
      var _ = await(new CountDownLatch(1), SHORT.dividedBy(2));
      gate.countDown();

      var failure =
          catchThrowableOfType(
              TaskFailedException.class, () -> handle.await(Duration.ofSeconds(3)));

      assertThat(failure).isNotNull();
      assertThat(failure.error().type()).isEqualTo(TaskError.TIME_LIMIT);
      worker.drain(SOON);
    }
  }
}
