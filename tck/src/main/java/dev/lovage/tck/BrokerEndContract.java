// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.Lovage;
import dev.lovage.LovageException;
import dev.lovage.TaskError;
import dev.lovage.TaskFailedException;
import dev.lovage.Worker;
import dev.lovage.spi.LeaseRequest.QueueLimit;
import dev.lovage.testkit.MemoryEngine;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// When a broker forgets a task, and when not.
public abstract class BrokerEndContract extends BrokerCalls {

  private static final Duration SOON = Duration.ofSeconds(20);

  private Lovage lovage;

  @BeforeEach
  void openLovage() {
    lovage =
        Lovage.over(MemoryEngine.create(harness.clock()), harness.clock(), new SplittableRandom(1));
    lovage.homes().at(QUEUE, harness.engine());
  }

  @AfterEach
  void closeLovage() {
    lovage.close();
  }

  private Worker startWorker() {
    return lovage.startWorker(options -> options.poll(Duration.ofMillis(50)));
  }

  @Test
  void a_task_that_is_acknowledged_early_is_gone_while_it_runs() throws Exception {
    var begun = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var task =
        lovage.task(
            "early",
            Integer.class,
            Integer.class,
            n -> {
              begun.countDown();
              go.await();
              return -n;
            },
            options -> options.queue(QUEUE).ackEarly());
    var handle = task.submit(3);
    var worker = startWorker();
    begun.await();

    // Long after every lease nobody gets it a second time.
    harness.advance(Duration.ofMinutes(1));
    var again =
        harness
            .another()
            .broker()
            .receive(List.of(new QueueLimit(QUEUE, 1)), Duration.ofSeconds(9));
    assertThat(again.deliveries()).isEmpty();
    go.countDown();

    assertThat(handle.await(SOON)).isEqualTo(-3);
    worker.drain(Duration.ofSeconds(5));
  }

  @Test
  void what_was_acknowledged_early_and_is_given_back_is_sent_anew() throws Exception {
    var begun = new CountDownLatch(1);
    var runs = new AtomicInteger();
    var task =
        lovage.task(
            "early",
            Integer.class,
            Integer.class,
            (n, context) -> {
              if (runs.incrementAndGet() == 1) {
                begun.countDown();
                new CountDownLatch(1).await();
              }
              return context.attempt();
            },
            options -> options.queue(QUEUE).ackEarly());
    var handle = task.submit(1);
    var first = startWorker();
    begun.await();
    first.drain(Duration.ZERO);

    var second = startWorker();
    assertThat(handle.await(SOON)).isEqualTo(1);
    assertThat(runs).hasValue(2);
    second.drain(Duration.ofSeconds(5));
  }

  @Test
  void nothing_is_acknowledged_early_in_the_store() {
    lovage.task("early", Integer.class, Integer.class, n -> n, options -> options.ackEarly());

    assertThatThrownBy(this::startWorker)
        .isInstanceOf(LovageException.class)
        .hasMessageContaining("leave ackEarly out");
  }

  @Test
  void a_task_whose_place_can_not_be_taken_has_failed() throws Exception {
    var task =
        lovage.<Integer, Integer>task(
            "replaced",
            Integer.class,
            Integer.class,
            (n, context) -> {
              throw context.replace("[]");
            },
            options -> options.queue(QUEUE));
    var handle = task.submit(1);
    var worker = startWorker();

    assertThatThrownBy(() -> handle.await(SOON))
        .isInstanceOf(TaskFailedException.class)
        .hasMessageContaining("canvas: ");
    worker.drain(Duration.ofSeconds(5));
  }

  @Test
  void what_a_handler_rejects_has_failed_at_once_and_is_kept() throws Exception {
    var task =
        lovage.<Integer, Integer>task(
            "picky",
            Integer.class,
            Integer.class,
            (n, context) -> {
              throw context.reject("not mine");
            },
            options -> options.queue(QUEUE));
    var handle = task.submit(1);
    var worker = startWorker();

    assertThatThrownBy(() -> handle.await(SOON))
        .isInstanceOfSatisfying(
            TaskFailedException.class,
            e -> {
              assertThat(e.error().type()).isEqualTo(TaskError.REJECTED);
              assertThat(e.error().message()).isEqualTo("not mine");
            });
    ApiContract.eventually(() -> !lovage.homes().rejected(QUEUE, 1).isEmpty());
    assertThat(lovage.homes().rejected(QUEUE, 1).getFirst().reason()).isEqualTo("not mine");
    worker.drain(Duration.ofSeconds(5));
  }
}
