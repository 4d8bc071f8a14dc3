// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static dev.lovage.TaskState.CANCELLED;
import static dev.lovage.TaskState.FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lovage.RetryPolicy;
import dev.lovage.TaskError;
import dev.lovage.TaskFailedException;
import dev.lovage.TaskType;
import dev.lovage.spi.CancelResult;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Attempts that are stopped through the public API or by their time limit.
public abstract class StopContract extends ApiContract {

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
  void a_task_that_waits_is_cancelled_at_once() throws Exception {
    var handle = blocked().submit(1, options -> options.delay(Duration.ofHours(1)));
    start();

    assertThat(handle.cancel()).isEqualTo(CancelResult.CANCELLED);
    var failure = catchThrowableOfType(TaskFailedException.class, () -> handle.await(SOON));
    assertThat(failure.state()).isEqualTo(CANCELLED);
    assertThat(failure.error().type()).isEqualTo(TaskError.CANCELLED);
    assertThat(handle.cancel()).isEqualTo(CancelResult.ALREADY_FINAL);
  }

  @Test
  void a_task_that_runs_is_interrupted_when_it_is_cancelled() throws Exception {
    var handle = blocked().submit(1);
    start();
    await(started);

    assertThat(handle.cancel()).isEqualTo(CancelResult.REQUESTED);
    var failure = catchThrowableOfType(TaskFailedException.class, () -> handle.await(SOON));
    assertThat(failure.state()).isEqualTo(CANCELLED);
  }

  @Test
  void a_handler_that_computes_can_look_whether_it_is_cancelled() throws Exception {
    var loop =
        lovage.task(
            "loop",
            Integer.class,
            Integer.class,
            (n, context) -> {
              started.countDown();
              while (true) {
                context.checkCancelled();
              }
            });
    var handle = loop.submit(1);
    start();
    await(started);

    handle.cancel();

    assertThat(catchThrowableOfType(TaskFailedException.class, () -> handle.await(SOON)).state())
        .isEqualTo(CANCELLED);
  }

  @Test
  void an_attempt_over_its_time_limit_is_interrupted_and_fails() throws Exception {
    var handle = blocked().submit(1, options -> options.timeLimit(Duration.ofMillis(50)));
    start();

    var failure = catchThrowableOfType(TaskFailedException.class, () -> handle.await(SOON));

    assertThat(failure.state()).isEqualTo(FAILED);
    assertThat(failure.error().type()).isEqualTo(TaskError.TIME_LIMIT);
  }
}
