// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.RetryPolicy;
import dev.lovage.Start;
import dev.lovage.TaskContext;
import dev.lovage.TaskError;
import dev.lovage.TaskHandler;
import dev.lovage.TaskId;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.Lease;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AttemptTest {

  private static final RandomGenerator RANDOM = RandomGenerator.getDefault();
  private static final Duration LIMIT = Duration.ofSeconds(9);

  @Test
  void the_result_is_encoded() {
    assertThat(outcome((n, c) -> n + 1, "41")).isEqualTo(new Outcome.Succeeded("42"));
  }

  @Test
  void the_context_is_bound_to_the_thread_while_the_handler_runs() {
    outcome(
        (n, c) -> {
          assertThat(TaskContext.current()).containsSame(c);
          return n;
        },
        "1");
    assertThat(TaskContext.current()).isEmpty();
  }

  @Test
  void what_is_thrown_is_retried_by_the_policy_with_its_type_message_and_stack() {
    var outcome =
        outcome(
            (n, c) -> {
              throw new java.io.IOException("the line is down");
            },
            "1");

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Retry.class,
            retry -> {
              assertThat(retry.delay()).isEqualTo(Duration.ofSeconds(3));
              assertThat(retry.error().type()).isEqualTo("java.io.IOException");
              assertThat(retry.error().message()).isEqualTo("the line is down");
              assertThat(retry.error().stack()).contains(AttemptTest.class.getName());
            });
  }

  @Test
  void a_submit_may_bring_a_policy_of_its_own() {
    var own = JsonCodec.encode("retry", RetryPolicy.none());
    var attempt = attempt(AttemptTest::fail, "1", own);

    assertThat(attempt.run().orElseThrow().outcome()).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void an_error_ends_the_attempt_and_not_the_thread() {
    assertThat(
            outcome(
                (n, c) -> {
                  throw new StackOverflowError();
                },
                "1"))
        .isInstanceOf(Outcome.Retry.class);
  }

  @Test
  void a_snooze_is_no_failure_and_asks_no_retry_policy() {
    var ten = Duration.ofMinutes(10);

    assertThat(
            outcome(
                (n, c) -> {
                  throw c.snooze(ten);
                },
                "1"))
        .isEqualTo(new Outcome.Snoozed(ten));
    assertThat(
            outcome(
                (n, c) -> {
                  throw c.snooze(Duration.ZERO);
                },
                "1"))
        .isInstanceOfSatisfying(
            Outcome.Retry.class,
            retry -> assertThat(retry.error().message()).startsWith("delay: must be positive"));
  }

  @Test
  void an_argument_that_does_not_fit_fails_without_a_retry() {
    assertThat(outcome((n, c) -> n, "\"x\""))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.error().message())
                    .startsWith("argument: does not fit; expected a whole number"));
  }

  @Test
  void an_attempt_that_was_given_back_while_it_waited_does_not_run() {
    var attempt = attempt((n, c) -> n, "1", null);

    assertThat(attempt.release()).map(Settlement::outcome).contains(new Outcome.Released());
    assertThat(attempt.run()).isEmpty();
  }

  @Test
  void a_stop_interrupts_the_handler_and_names_the_outcome() throws Exception {
    assertThat(stopped(Stop.CANCELLED)).get().isInstanceOf(Outcome.Cancelled.class);
    assertThat(stopped(Stop.SHUTDOWN)).contains(new Outcome.Released());
    assertThat(stopped(Stop.LOST)).isEmpty();
    assertThat(stopped(Stop.TIME_LIMIT))
        .get()
        .isInstanceOfSatisfying(
            Outcome.Retry.class,
            retry -> assertThat(retry.error().type()).isEqualTo(TaskError.TIME_LIMIT));
  }

  @Test
  void a_result_that_comes_after_the_time_limit_does_not_count_but_one_after_a_cancel_does() {
    assertThat(stoppedInside(Stop.TIME_LIMIT)).isInstanceOf(Outcome.Retry.class);
    assertThat(stoppedInside(Stop.CANCELLED)).isEqualTo(new Outcome.Succeeded("1"));
  }

  @Test
  void an_interrupt_for_one_attempt_does_not_reach_the_next() {
    stoppedInside(Stop.CANCELLED);

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  private static Outcome stoppedInside(Stop reason) {
    var self = new Attempt[1];
    self[0] =
        attempt(
            (n, c) -> {
              self[0].stop(reason);
              return n;
            },
            "1",
            null);
    return self[0].run().orElseThrow().outcome();
  }

  private static Optional<Outcome> stopped(Stop reason) throws Exception {
    var began = new CountDownLatch(1);
    var attempt =
        attempt(
            (n, c) -> {
              began.countDown();
              new CountDownLatch(1).await();
              return n;
            },
            "1",
            null);
    var run = new FutureTask<>(attempt::run);
    Thread.ofPlatform().start(run);
    began.await();
    attempt.stop(reason);
    return run.get().map(Settlement::outcome);
  }

  private static Integer fail(Integer n, TaskContext context) {
    throw new IllegalStateException("no " + n + " " + context.attempt());
  }

  private static Outcome outcome(TaskHandler<Integer, Integer> handler, String argument) {
    return attempt(handler, argument, null).run().orElseThrow().outcome();
  }

  private static Attempt attempt(
      TaskHandler<Integer, Integer> handler, String argument, @Nullable String retry) {
    var type =
        new TaskDefinition<>(
            "t",
            Integer.class,
            Integer.class,
            new ArgumentVersions(1, Map.of()),
            handler,
            new NewTask.Settings(
                "default",
                5,
                new Start.Now(),
                new NewTask.Limits(null, null, Duration.ofDays(1), 5),
                null,
                null),
            new TaskDefinition.Running(
                RetryPolicy.fixed(2, Duration.ofSeconds(3)), false, Duration.ofSeconds(5), false));
    var id = TaskId.next(InstantSource.system(), RANDOM);
    var work = new Lease.Work("t", "default", argument, LIMIT, retry, null);
    var lease = new Lease(id, 1, 1, 1, Instant.EPOCH, work);
    return new Attempt(
        lease, type, new AttemptContext(lease, InstantSource.system(), () -> {}, false), RANDOM);
  }
}
