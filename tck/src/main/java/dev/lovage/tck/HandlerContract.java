// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static dev.lovage.TaskState.CANCELLED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lovage.ErrorCode;
import dev.lovage.Interceptor;
import dev.lovage.LovageException;
import dev.lovage.RetryPolicy;
import dev.lovage.SubmitOptions;
import dev.lovage.TaskContext;
import dev.lovage.TaskError;
import dev.lovage.TaskFailedException;
import dev.lovage.TaskHandler;
import dev.lovage.TaskId;
import dev.lovage.TaskType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What a handler can do beside returning, and what becomes of one that misbehaves.
public abstract class HandlerContract extends ApiContract {

  private final CountDownLatch open = new CountDownLatch(1);

  private TaskType<Integer, Integer> task(String name, TaskHandler<Integer, Integer> handler) {
    return lovage.task(
        name,
        Integer.class,
        Integer.class,
        handler,
        options -> options.retry(RetryPolicy.none()).stopGrace(Duration.ofMillis(100)));
  }

  @Test
  void a_handler_submits_what_becomes_visible_with_its_result() throws Exception {
    var ids = new LinkedBlockingQueue<TaskId>();
    var square = lovage.task("square", Integer.class, Integer.class, n -> n * n);
    var outer =
        task(
            "outer",
            (n, context) -> {
              ids.add(context.submit(square, n));
              if (n < 0) {
                throw new IllegalStateException("after its submit");
              }
              return n;
            });
    start();
    outer.submit(3).await(SOON);
    var failing = outer.submit(-3);
    assertThatThrownBy(() -> failing.await(SOON)).isInstanceOf(TaskFailedException.class);

    assertThat(lovage.handle(ids.take(), Integer.class).await(SOON)).isEqualTo(9);
    var never = lovage.handle(ids.take(), Integer.class);
    var unknown = catchThrowableOfType(LovageException.class, never::task);
    assertThat(unknown.code()).isEqualTo(ErrorCode.UNKNOWN_TASK);
  }

  @Test
  void a_handler_goes_on_from_its_checkpoint() throws Exception {
    var task =
        lovage.task(
            "resumes",
            Integer.class,
            Integer.class,
            (n, context) -> {
              int done = context.checkpoint(Integer.class).orElse(0);
              if (done < n) {
                context.checkpoint(done + 1);
                throw new IllegalStateException("at " + done);
              }
              return context.attempt();
            },
            options -> options.retry(RetryPolicy.fixed(9, Duration.ofNanos(1))));
    var handle = task.submit(3);
    start();

    eventually(() -> {
      advance(Duration.ofMillis(1));
      return handle.state().isFinal();
    });
    assertThat(handle.await(SOON)).isEqualTo(4);
  }

  @Test
  void readers_are_served_better_and_better_values() throws Exception {
    var best = lovage.served("best", 0);
    var task =
        lovage.task(
            "improves",
            Integer.class,
            Integer.class,
            (n, context) -> {
              context.publish(n / 2);
              await(open);
              return n;
            },
            options -> options.publishes(best));
    var handle = task.submit(10);
    start();

    eventually(() -> Integer.valueOf(5).equals(best.get()));
    assertThat(best.snapshot().version()).isEqualTo(handle.task().version());
    open.countDown();
    handle.await(SOON);
    eventually(() -> Integer.valueOf(10).equals(best.get()));
  }

  @Test
  void what_can_not_be_published_or_kept_is_refused() throws Exception {
    var task =
        task(
            "wrong",
            (n, context) -> {
              var publish = catchThrowableOfType(LovageException.class, () -> context.publish(n));
              assertThat(publish).hasMessageContaining("publishes");
              var big = "x".repeat((1 << 20) + 1);
              var checkpoint =
                  catchThrowableOfType(LovageException.class, () -> context.checkpoint(big));
              assertThat(checkpoint.code()).isEqualTo(ErrorCode.TOO_LARGE);
              assertThat(context.checkpoint(String.class)).isEmpty();
              return n;
            });
    start();

    assertThat(task.submit(1).await(SOON)).isEqualTo(1);
  }

  @Test
  void nothing_is_put_in_the_place_of_a_task_of_the_store() throws Exception {
    var task =
        task(
            "replaced",
            (n, context) -> {
              throw context.replace("{}");
            });
    start();

    assertThatThrownBy(() -> task.submit(1).await(SOON))
        .isInstanceOf(TaskFailedException.class)
        .hasMessageContaining("lives in the store");
  }

  @Test
  void interceptors_stand_around_submits_and_attempts_in_their_order() throws Exception {
    var seen = new LinkedBlockingQueue<String>();
    lovage.intercept(new Recorder("outer", seen));
    lovage.intercept(new Recorder("inner", seen));
    var task = task("watched", (n, context) -> n);
    start();

    task.submit(1).await(SOON);
    assertThatThrownBy(() -> task.submitAll(List.of(1, 2), options -> options.queue("forbidden")))
        .hasMessageContaining("not there");

    assertThat(seen)
        .containsExactly(
            "outer submits watched",
            "inner submits watched",
            "outer begins watched",
            "inner begins watched",
            "inner ends",
            "outer ends",
            "outer submits watched",
            "inner submits watched");
  }

  private record Recorder(String name, LinkedBlockingQueue<String> seen) implements Interceptor {
    @Override
    public void submitting(TaskType<?, ?> type, SubmitOptions options) {
      seen.add(name + " submits " + type.name());
      if (seen.size() > 7) {
        throw new LovageException(ErrorCode.INVALID, "queue: not there; choose another");
      }
    }

    @Override
    public <R> R attempting(TaskContext context, Callable<R> handler) throws Exception {
      seen.add(name + " begins " + context.type());
      R result = handler.call();
      seen.add(name + " ends");
      return result;
    }
  }

  @Test
  void a_handler_that_ignores_its_interrupt_is_given_up_and_its_thread_replaced() throws Exception {
    var started = new CountDownLatch(1);
    var stubborn =
        task(
            "stubborn",
            (n, context) -> {
              started.countDown();
              while (true) {
                try {
                  open.await();
                  return n;
                } catch (InterruptedException e) {
                  // Goes on, as some libraries do.
                }
              }
            });
    var square = lovage.task("square", Integer.class, Integer.class, n -> n * n);
    var worker = start(lovage, options -> options.concurrency(1));
    var handle = stubborn.submit(1);
    assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();

    handle.cancel();

    eventually(() -> handle.state() == CANCELLED);
    assertThat(square.submit(3).await(SOON)).isEqualTo(9);
    assertThat(handle.log().getLast().text()).contains("given up", "HandlerContract");
    assertThat(worker.running()).isZero();
    open.countDown();
    assertThat(square.submit(4).await(SOON)).isEqualTo(16);
    assertThat(handle.state()).isEqualTo(CANCELLED);
  }

  @Test
  void a_handler_that_goes_on_after_its_time_limit_is_given_up_and_has_failed() throws Exception {
    var stubborn =
        task(
            "stubborn",
            (n, context) -> {
              while (open.getCount() > 0) {
                Thread.onSpinWait();
              }
              return n;
            });
    var handle = stubborn.submit(1, options -> options.timeLimit(Duration.ofMillis(50)));
    start(lovage, options -> options.concurrency(1));

    var failure = catchThrowableOfType(TaskFailedException.class, () -> handle.await(SOON));
    assertThat(failure.error().type()).isEqualTo(TaskError.TIME_LIMIT);
    assertThat(failure.error().stack()).contains("HandlerContract");
    open.countDown();
  }

  @Test
  void errors_and_results_without_a_json_form_end_the_attempt_and_not_the_worker()
      throws Exception {
    var greedy = task("greedy", (n, context) -> new long[Integer.MAX_VALUE - 2].length);
    var deep = task("deep", (n, context) -> recurse(n));
    var odd = lovage.task("odd", Integer.class, Object.class, n -> new Object());
    var square = lovage.task("square", Integer.class, Integer.class, n -> n * n);
    start(lovage, options -> options.concurrency(1));
    var first = greedy.submit(1);
    var second = deep.submit(1);
    var third = odd.submit(1);

    var memory = catchThrowableOfType(TaskFailedException.class, () -> first.await(SOON));
    assertThat(memory.error().type()).isEqualTo("java.lang.OutOfMemoryError");
    var stack = catchThrowableOfType(TaskFailedException.class, () -> second.await(SOON));
    assertThat(stack.error().type()).isEqualTo("java.lang.StackOverflowError");
    var form = catchThrowableOfType(TaskFailedException.class, () -> third.await(SOON));
    assertThat(form.error().message()).contains("result: can't be written as JSON");
    assertThat(square.submit(3).await(SOON)).isEqualTo(9);
  }

  @Test
  void exceptions_and_policies_that_throw_themselves_fail_the_task_and_not_the_worker()
      throws Exception {
    var untold =
        task(
            "untold",
            (n, context) -> {
              throw new Untold();
            });
    var undecided =
        lovage.task(
            "undecided",
            Integer.class,
            Integer.class,
            n -> {
              throw new IllegalStateException("first");
            },
            options ->
                options.retry((attempt, error, random) -> {
                  throw new StackOverflowError();
                }));
    var square = lovage.task("square", Integer.class, Integer.class, n -> n * n);
    start(lovage, options -> options.concurrency(1));
    var first = untold.submit(1);
    var second = undecided.submit(1);

    var failure = catchThrowableOfType(TaskFailedException.class, () -> first.await(SOON));
    assertThat(failure.error().type()).endsWith("Untold");
    assertThatThrownBy(() -> second.await(SOON)).isInstanceOf(TaskFailedException.class);
    assertThat(square.submit(3).await(SOON)).isEqualTo(9);
  }

  private static final class Untold extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }
  }

  private static int recurse(int n) {
    return n == 0 ? 0 : recurse(n + 1) + 1;
  }
}
