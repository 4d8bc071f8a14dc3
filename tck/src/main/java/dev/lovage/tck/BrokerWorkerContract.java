// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.Lovage;
import dev.lovage.LovageException;
import dev.lovage.RetryPolicy;
import dev.lovage.TaskError;
import dev.lovage.TaskFailedException;
import dev.lovage.TaskState;
import dev.lovage.TaskType;
import dev.lovage.Unique;
import dev.lovage.Worker;
import dev.lovage.testkit.MemoryEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a program sees of queues that live at a broker: the same types, submits, handles and
/// workers as of those in the store.
public abstract class BrokerWorkerContract extends BrokerCalls {

  private static final Duration SOON = Duration.ofSeconds(20);

  record Sum(int x, int y) {}

  private Lovage lovage;

  @BeforeEach
  void openLovage() {
    lovage = lovage();
    lovage.homes().at(QUEUE, harness.engine());
  }

  private Lovage lovage() {
    return Lovage.over(
        MemoryEngine.create(harness.clock()), harness.clock(), new SplittableRandom(1));
  }

  @AfterEach
  void closeLovage() {
    lovage.close();
  }

  private TaskType<Sum, Integer> sums() {
    return lovage.task(
        "sum", Sum.class, Integer.class, sum -> sum.x + sum.y, task -> task.queue(QUEUE));
  }

  private Worker startWorker() {
    return lovage.startWorker(options -> options.poll(Duration.ofMillis(50)));
  }

  private void working(Check check) throws Exception {
    var worker = startWorker();
    try {
      check.run();
    } finally {
      worker.drain(Duration.ofSeconds(5));
    }
  }

  @FunctionalInterface
  private interface Check {
    void run() throws Exception;
  }

  /// Waits while the broker's time goes on.
  private void eventually(BooleanSupplier condition) throws InterruptedException {
    ApiContract.eventually(() -> {
      harness.advance(Duration.ofMillis(100));
      return condition.getAsBoolean();
    });
  }

  @Test
  void a_task_runs_and_its_result_is_awaited() throws Exception {
    var handle = sums().submit(new Sum(1, 2));
    assertThat(handle.state()).isEqualTo(TaskState.QUEUED);
    assertThatThrownBy(() -> handle.await(Duration.ofMillis(10)))
        .isInstanceOf(TimeoutException.class);

    working(() -> assertThat(handle.await(SOON)).isEqualTo(3));

    assertThat(handle.state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(lovage.homes().waiting()).containsEntry(QUEUE, 0L);
    var again = lovage.homes().handle(QUEUE, handle.id().toString(), Integer.class);
    assertThat(again.await(Duration.ZERO)).isEqualTo(3);
    lovage.homes().forget(QUEUE, List.of(handle.id().toString()));
    assertThat(handle.state()).isEqualTo(TaskState.QUEUED);
  }

  @Test
  void tasks_are_submitted_by_name_and_in_lists() throws Exception {
    var sums = sums();
    var named = lovage.submit("sum", new Sum(20, 22), options -> {});
    var many = sums.submitAll(IntStream.range(0, 500).mapToObj(i -> new Sum(i, 1)).toList());

    working(() -> {
      assertThat(named.await(SOON)).isEqualTo(42);
      for (int i = 0; i < 500; i++) {
        assertThat(many.get(i).await(SOON)).isEqualTo(i + 1);
      }
    });
  }

  @Test
  void one_worker_serves_both_homes() throws Exception {
    var stored = lovage.task("stored", Integer.class, Integer.class, n -> -n);
    var sent = sums().submit(new Sum(1, 1));

    working(() -> {
      assertThat(stored.submit(7).await(SOON)).isEqualTo(-7);
      assertThat(sent.await(SOON)).isEqualTo(2);
    });
  }

  @Test
  void a_failure_is_told() throws Exception {
    TaskType<String, String> failing =
        lovage.task(
            "failing",
            String.class,
            String.class,
            text -> {
              throw new IOException(text);
            },
            task -> task.queue(QUEUE).retry(RetryPolicy.none()));
    var handle = failing.submit("disk full");

    working(() ->
        assertThatThrownBy(() -> handle.await(SOON))
            .isInstanceOfSatisfying(
                TaskFailedException.class,
                e -> {
                  assertThat(e.error().type()).isEqualTo("java.io.IOException");
                  assertThat(e.error().message()).isEqualTo("disk full");
                }));
  }

  @Test
  void a_failed_attempt_is_retried_by_the_policy() throws Exception {
    var attempts = new AtomicInteger();
    var flaky =
        lovage.task(
            "flaky",
            Integer.class,
            Integer.class,
            (n, context) -> {
              attempts.incrementAndGet();
              if (context.attempt() < 3) {
                throw new IOException("not yet");
              }
              return context.attempt();
            },
            task -> task.queue(QUEUE).retry(RetryPolicy.fixed(5, Duration.ofMinutes(1))));
    var handle = flaky.submit(0);

    working(() -> {
      ApiContract.eventually(() -> handle.state() == TaskState.RETRYING);
      assertThat(attempts).hasValue(1);
      eventually(() -> handle.state().isFinal());
      assertThat(handle.await(SOON)).isEqualTo(3);
      assertThat(attempts).hasValue(3);
    });
  }

  @Test
  void a_delay_is_kept() throws Exception {
    var handle = sums().submit(new Sum(1, 2), options -> options.delay(Duration.ofMinutes(5)));

    working(() -> {
      assertThatThrownBy(() -> handle.await(Duration.ofMillis(200)))
          .isInstanceOf(TimeoutException.class);
      harness.advance(Duration.ofMinutes(5));
      assertThat(handle.await(SOON)).isEqualTo(3);
    });
  }

  @Test
  void a_task_past_its_expiry_is_cancelled() throws Exception {
    var handle = sums().submit(new Sum(1, 2), options -> options.expiry(Duration.ofMinutes(1)));
    harness.advance(Duration.ofMinutes(1));

    working(() ->
        assertThatThrownBy(() -> handle.await(SOON))
            .isInstanceOfSatisfying(
                TaskFailedException.class,
                e -> assertThat(e.error().type()).isEqualTo(TaskError.EXPIRED)));
    assertThat(handle.state()).isEqualTo(TaskState.CANCELLED);
  }

  @Test
  void a_task_that_is_put_off_runs_later_as_the_same_attempt() throws Exception {
    var attempts = new AtomicInteger();
    var moody =
        lovage.task(
            "moody",
            Integer.class,
            Integer.class,
            (n, context) -> {
              if (attempts.incrementAndGet() == 1) {
                throw context.snooze(Duration.ofMinutes(1));
              }
              return context.attempt();
            },
            task -> task.queue(QUEUE));
    var handle = moody.submit(0);

    working(() -> {
      eventually(() -> handle.state().isFinal());
      assertThat(handle.await(SOON)).isEqualTo(1);
      assertThat(attempts).hasValue(2);
    });
  }

  @Test
  void a_task_of_an_unknown_type_fails_and_is_kept() throws Exception {
    sums();
    var handle = lovage.submit("no.such", List.of(1), options -> options.queue(QUEUE));

    working(
        () -> assertThatThrownBy(() -> handle.await(SOON)).isInstanceOf(TaskFailedException.class));
    ApiContract.eventually(() -> !lovage.homes().rejected(QUEUE, 1).isEmpty());
    assertThat(lovage.homes().rejected(QUEUE, 10)).hasSize(1);
    assertThat(lovage.homes().rejected(QUEUE, 10).getFirst().reason()).contains("no.such");
  }

  @Test
  void an_argument_that_does_not_fit_fails_the_task() throws Exception {
    sums();
    var other = lovage();
    other.homes().at(QUEUE, harness.another());
    var handle = other.submit("sum", List.of("one", "two"), options -> options.queue(QUEUE));

    working(
        () -> assertThatThrownBy(() -> handle.await(SOON)).isInstanceOf(TaskFailedException.class));
  }

  @Test
  void what_a_handler_submits_goes_where_its_queue_lives() throws Exception {
    var sums = sums();
    var stored = lovage.task("stored", Integer.class, Integer.class, n -> -n);
    var parent =
        lovage.task(
            "parent",
            Integer.class,
            String.class,
            (n, context) -> context.submit(sums, new Sum(n, n)) + " " + context.submit(stored, n),
            task -> task.queue(QUEUE));
    var handle = parent.submit(4);

    working(() -> {
      var ids = String.valueOf(handle.await(SOON)).split(" ", -1);
      assertThat(lovage.homes().handle(QUEUE, ids[0], Integer.class).await(SOON)).isEqualTo(8);
      assertThat(lovage.handle(dev.lovage.TaskId.parse(ids[1]), Integer.class).await(SOON))
          .isEqualTo(-4);
    });
  }

  @Test
  void progress_is_seen() throws Exception {
    var go = new CountDownLatch(1);
    var slow =
        lovage.task(
            "slow",
            Integer.class,
            Integer.class,
            (n, context) -> {
              context.progress(0.5, "half");
              go.await();
              return n;
            },
            task -> task.queue(QUEUE));
    var handle = slow.submit(1);

    working(() -> {
      ApiContract.eventually(() -> handle.progress().isPresent());
      assertThat(handle.progress().orElseThrow().message()).isEqualTo("half");
      assertThat(handle.state()).isEqualTo(TaskState.RUNNING);
      go.countDown();
      assertThat(handle.await(SOON)).isEqualTo(1);
    });
  }

  @Test
  void what_a_stopping_worker_gives_back_another_one_runs() throws Exception {
    var begun = new CountDownLatch(1);
    var runs = new AtomicInteger();
    var slow =
        lovage.task(
            "slow",
            Integer.class,
            Integer.class,
            (n, context) -> {
              if (runs.incrementAndGet() == 1) {
                begun.countDown();
                new CountDownLatch(1).await();
              }
              return context.attempt();
            },
            task -> task.queue(QUEUE));
    var handle = slow.submit(1);
    var first = startWorker();
    begun.await();
    first.drain(Duration.ZERO);

    working(() -> assertThat(handle.await(SOON)).isEqualTo(1));
  }

  @Test
  void what_a_broker_can_not_do_is_refused_with_the_remedy() {
    var sums = sums();
    assertRefused(
        "unique keys",
        () -> sums.submit(new Sum(1, 2), options -> options.unique(Unique.attach("k"))));
    assertRefused("keys and limits", () -> sums.submit(new Sum(1, 2), options -> options.key("k")));
    var before = sums.submit(new Sum(1, 2));
    assertRefused(
        "predecessors", () -> sums.submit(new Sum(1, 2), options -> options.after(before)));
    assertRefused(
        "idempotency keys",
        () -> sums.submit(new Sum(1, 2), options -> options.idempotencyKey("k")));
    assertRefused("ways to queue a task again", before::requeue);
    assertRefused("limits of what waits", () -> lovage.limit(QUEUE, 5));
    assertRefused("limits for all workers", () -> lovage.concurrency(QUEUE, 5));
    assertRefused(
        "unique keys",
        () ->
            lovage.task("s", Sum.class, Integer.class, s -> 1, t -> t.queue(QUEUE).singleFlight()));
    var value = lovage.served("newest", 0);
    assertRefused(
        "served values",
        () ->
            lovage.task(
                "v", Sum.class, Integer.class, s -> 1, t -> t.queue(QUEUE).publishes(value)));
    lovage.task("k", Sum.class, Integer.class, s -> 1, t -> t.queue("late").concurrencyPerKey(1));
    assertRefused("keys and limits", () -> lovage.homes().at("late", harness.engine()));
  }

  private static void assertRefused(
      String feature, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(LovageException.class)
        .hasMessageContaining("lives at")
        .hasMessageContaining("no " + feature + "; ");
  }
}
