// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static dev.lovage.TaskState.CANCELLED;
import static dev.lovage.TaskState.FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lovage.Backoff;
import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.RetryPolicy;
import dev.lovage.TaskError;
import dev.lovage.TaskFailedException;
import dev.lovage.TaskHandle;
import dev.lovage.TaskState;
import dev.lovage.TaskType;
import dev.lovage.spi.RequeueResult;
import dev.lovage.spi.TaskFilter;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Failures through the public API: what comes back, and what is tried again.
public abstract class FailureContract extends ApiContract {

  private TaskType<Integer, Long> square() {
    return lovage.task("square", Integer.class, Long.class, n -> (long) n * n);
  }

  private TaskType<String, String> failing(RetryPolicy retry) {
    return lovage.task(
        "failing",
        String.class,
        String.class,
        text -> {
          throw new IllegalStateException("no " + text);
        },
        options -> options.retry(retry));
  }

  private static TaskFailedException failure(TaskHandle<?> handle) {
    return catchThrowableOfType(TaskFailedException.class, () -> handle.await(SOON));
  }

  @Test
  void the_remote_error_comes_back_with_type_message_and_stack() {
    var handle = failing(RetryPolicy.none()).submit("way");
    start();

    var failure = failure(handle);

    assertThat(failure.state()).isEqualTo(FAILED);
    assertThat(failure.error().type()).isEqualTo("java.lang.IllegalStateException");
    assertThat(failure.error().message()).isEqualTo("no way");
    assertThat(failure.error().stack()).contains("FailureContract", "no way");
    assertThat(handle.task().error()).isEqualTo(failure.error());
  }

  @Test
  void a_failed_attempt_is_retried_until_it_succeeds() throws Exception {
    var attempts = new LinkedBlockingQueue<Integer>();
    var flaky =
        lovage.task(
            "flaky",
            Integer.class,
            Integer.class,
            (n, context) -> {
              attempts.add(context.attempt());
              if (context.attempt() < n) {
                throw new IllegalStateException("not yet");
              }
              return context.attempt();
            },
            options -> options.retry(RetryPolicy.fixed(5, Duration.ZERO)));
    start();

    var handle = flaky.submit(3);

    assertThat(handle.await(SOON)).isEqualTo(3);
    assertThat(attempts).containsExactly(1, 2, 3);
    assertThat(handle.task().error()).isNull();
  }

  @Test
  void one_submit_can_carry_a_retry_policy_of_its_own() {
    var never = RetryPolicy.fixed(9, Duration.ZERO).neverOn(RuntimeException.class);
    var handle =
        failing(RetryPolicy.fixed(9, Duration.ZERO)).submit("way", options -> options.retry(never));
    start();

    assertThat(failure(handle).state()).isEqualTo(FAILED);
    assertThat(handle.task().run().attempt()).isEqualTo(1);
  }

  @Test
  void attempts_end_when_the_policy_gives_up() {
    Backoff twice = RetryPolicy.fixed(2, Duration.ZERO);
    var handle = failing(twice).submit("way");
    start();

    assertThat(failure(handle).error().message()).isEqualTo("no way");
    assertThat(handle.task().run().attempt()).isEqualTo(2);
  }

  @Test
  void an_argument_that_does_not_fit_is_refused_or_fails_for_good() {
    var square = square();
    start();

    assertThatThrownBy(() -> square.submitJson("\"twelve\"", options -> {}))
        .isInstanceOfSatisfying(
            LovageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID));
    var unchecked = submit(draft().type("square").argument("\"twelve\""));
    var byName = lovage.handle(unchecked, Long.class);
    assertThat(failure(byName).state()).isEqualTo(FAILED);
    assertThat(byName.task().run().attempt()).isEqualTo(1);
  }

  @Test
  void a_task_after_one_that_fails_is_cancelled() {
    var square = square();
    var failed = failing(RetryPolicy.none()).submit("way");
    var after = square.submit(2, options -> options.after(failed));
    start();

    var failure = failure(after);

    assertThat(failure.state()).isEqualTo(CANCELLED);
    assertThat(failure.error().type()).isEqualTo(TaskError.PREDECESSOR);
  }

  @Test
  void failed_tasks_are_queued_again_by_filter() throws Exception {
    var broken = new AtomicBoolean(true);
    var task =
        lovage.task(
            "fix",
            Integer.class,
            Integer.class,
            n -> {
              if (broken.get()) {
                throw new IllegalStateException("broken");
              }
              return n;
            },
            options -> options.retry(RetryPolicy.none()));
    var handles = task.submitAll(IntStream.range(0, 5).boxed().toList());
    start();
    for (var handle : handles) {
      assertThatThrownBy(() -> handle.await(SOON)).isInstanceOf(TaskFailedException.class);
    }
    broken.set(false);

    var failed = new TaskFilter(TaskState.FAILED, "fix", null, null, 3);
    assertThat(lovage.requeue(failed)).isEqualTo(3);
    assertThat(handles.get(1).requeue()).isEqualTo(RequeueResult.REQUEUED);

    for (int i = 1; i < 5; i++) {
      assertThat(handles.get(i).await(SOON)).isEqualTo(i);
    }
    assertThat(handles.get(0).state()).isEqualTo(TaskState.FAILED);
    assertThatThrownBy(() -> lovage.requeue(new TaskFilter(null, null, null, null, 3)))
        .hasMessageContaining("state");
  }
}
