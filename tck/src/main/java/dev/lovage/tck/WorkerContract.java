// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static dev.lovage.TaskState.QUEUED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lovage.LogLine;
import dev.lovage.Progress;
import dev.lovage.RetryPolicy;
import dev.lovage.TaskContext;
import dev.lovage.TaskState;
import dev.lovage.TaskType;
import dev.lovage.spi.LeaseRequest;
import dev.lovage.spi.LeaseRequest.QueueLimit;
import dev.lovage.spi.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A real worker over the engine: what handlers see, and how it stops.
public abstract class WorkerContract extends ApiContract {

  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);

  /// A task that runs until the test opens the latch or somebody interrupts it.
  private TaskType<Integer, Integer> blocked() {
    return lovage.task(
        "blocked",
        Integer.class,
        Integer.class,
        n -> {
          started.countDown();
          await(open);
          return n;
        },
        options -> options.retry(RetryPolicy.none()));
  }

  @Test
  void progress_is_seen_while_the_task_runs() throws Exception {
    var task =
        lovage.task(
            "steps",
            Integer.class,
            Integer.class,
            (n, context) -> {
              context.progress(0.5, "half");
              await(open);
              return n;
            });
    var handle = task.submit(1);
    start();

    eventually(() -> handle.progress().equals(Optional.of(new Progress(0.5, "half"))));
    open.countDown();
    handle.await(SOON);
  }

  @Test
  void log_lines_of_all_attempts_are_kept() throws Exception {
    var task =
        lovage.task(
            "talks",
            Integer.class,
            Integer.class,
            (n, context) -> {
              context.log("begin");
              TaskContext.current().orElseThrow().log("attempt " + context.attempt());
              if (context.attempt() == 1) {
                throw new IllegalStateException("once more");
              }
              return n;
            },
            options -> options.retry(RetryPolicy.fixed(2, Duration.ZERO)));
    start();

    var handle = task.submit(1);
    handle.await(SOON);

    assertThat(handle.log())
        .extracting(LogLine::attempt, LogLine::text)
        .containsExactly(
            tuple(1, "begin"), tuple(1, "attempt 1"), tuple(2, "begin"), tuple(2, "attempt 2"));
  }

  @Test
  void a_handler_may_put_its_task_off_and_is_asked_again() throws Exception {
    var asked = new AtomicInteger();
    var task =
        lovage.task(
            "patient",
            Integer.class,
            Integer.class,
            (n, context) -> {
              assertThat(context.attempt()).isEqualTo(1);
              if (asked.incrementAndGet() < 3) {
                throw context.snooze(Duration.ofMillis(1));
              }
              return n;
            },
            options -> options.retry(RetryPolicy.none()));
    start();

    var handle = task.submit(7);
    eventually(() -> {
      advance(Duration.ofMillis(1));
      return handle.state() == TaskState.SUCCEEDED;
    });

    assertThat(handle.await(SOON)).isEqualTo(7);
    assertThat(asked).hasValue(3);
  }

  @Test
  void io_tasks_run_on_virtual_threads_and_all_at_a_time() throws Exception {
    int count = 50;
    var together = new CyclicBarrier(count);
    var task =
        lovage.task(
            "fetch",
            Integer.class,
            Boolean.class,
            n -> {
              together.await(SOON.toNanos(), TimeUnit.NANOSECONDS);
              return Thread.currentThread().isVirtual();
            },
            options -> options.io());
    start();

    for (var handle : task.submitAll(IntStream.range(0, count).boxed().toList())) {
      assertThat(handle.await(SOON)).isTrue();
    }
  }

  @Test
  void computing_tasks_run_on_as_many_platform_threads_as_the_worker_has() throws Exception {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var task =
        lovage.task(
            "compute",
            Integer.class,
            Boolean.class,
            n -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              Thread.onSpinWait();
              running.decrementAndGet();
              return Thread.currentThread().isVirtual();
            });
    start(lovage, options -> options.concurrency(2));

    for (var handle : task.submitAll(IntStream.range(0, 100).boxed().toList())) {
      assertThat(handle.await(SOON)).isFalse();
    }
    assertThat(most.get()).isLessThanOrEqualTo(2);
  }

  @Test
  void a_worker_serves_only_the_queues_that_it_was_given() throws Exception {
    var task = lovage.task("echo", Integer.class, Integer.class, n -> n);
    var other = task.submit(1, options -> options.queue("other"));
    start(lovage, options -> options.queue("mine", 1));

    assertThat(task.submit(2, options -> options.queue("mine")).await(SOON)).isEqualTo(2);
    assertThat(other.state()).isEqualTo(QUEUED);
  }

  @Test
  void a_drained_worker_lets_its_attempts_finish() throws Exception {
    var handle = blocked().submit(5);
    var worker = start();
    await(started);

    var drained = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(() -> {
          worker.drain(SOON);
          drained.countDown();
        });
    open.countDown();

    assertThat(handle.await(SOON)).isEqualTo(5);
    await(drained);
    assertThat(worker.running()).isZero();
    assertThat(queries().workers()).isEmpty();
  }

  @Test
  void a_worker_that_must_stop_releases_its_attempts_uncounted() throws Exception {
    var handle = blocked().submit(5);
    var worker = start();
    await(started);

    worker.drain(Duration.ZERO);

    assertThat(handle.state()).isEqualTo(QUEUED);
    assertThat(handle.task().run().attempt()).isZero();
    open.countDown();
    start();
    assertThat(handle.await(SOON)).isEqualTo(5);
    assertThat(handle.task().run().attempt()).isEqualTo(1);
  }

  @Test
  void a_drained_worker_leases_nothing_more() throws Exception {
    var task = blocked();
    var worker = start();
    worker.drain(Duration.ZERO);

    assertThat(task.submit(1).state()).isEqualTo(QUEUED);
    assertThat(lease(10)).isEmpty();
  }

  @Test
  void a_worker_is_listed_with_what_it_serves() throws Exception {
    blocked().submit(1);
    var worker = start();
    await(started);

    eventually(() -> queries().workers().size() == 1);
    var status = queries().workers().getFirst();
    assertThat(status.info().id()).isEqualTo(worker.id());
    assertThat(status.info().types()).containsExactly("blocked");
    assertThat(status.running()).isEqualTo(1);
    assertThat(worker.running()).isEqualTo(1);
    assertThat(worker.isHealthy()).isTrue();
    open.countDown();
  }

  @Test
  void the_task_of_a_worker_that_died_is_computed_by_another() throws Exception {
    var handle = lovage.task("echo", Integer.class, Integer.class, n -> n).submit(3);
    var request =
        new LeaseRequest("dead", LEASE, Set.of("echo"), List.of(new QueueLimit("default", 1)));
    var lease = tasks().lease(request).leases().getFirst();
    start();

    letLeasesRunOut();

    assertThat(handle.await(SOON)).isEqualTo(3);
    assertThat(handle.task().run().lost()).isEqualTo(1);
    assertThat(settle(lease, new Outcome.Succeeded("4")).lost()).hasSize(1);
    assertThat(handle.await(SOON)).isEqualTo(3);
  }
}
