// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static dev.lovage.TaskState.CANCELLED;
import static dev.lovage.TaskState.QUEUED;
import static dev.lovage.TaskState.SCHEDULED;
import static dev.lovage.TaskState.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.TaskFailedException;
import dev.lovage.TaskHandle;
import dev.lovage.TaskType;
import dev.lovage.Unique;
import dev.lovage.spi.CancelResult;
import dev.lovage.spi.JsonCodec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/// Submitting through the public API, and what comes back.
public abstract class SubmitContract extends ApiContract {

  /// A record as argument and result.
  public record Point(int x, int y) {}

  private TaskType<Integer, Long> square() {
    return lovage.task("square", Integer.class, Long.class, n -> (long) n * n);
  }

  private static TaskFailedException failure(TaskHandle<?> handle) {
    return catchThrowableOfType(TaskFailedException.class, () -> handle.await(SOON));
  }

  @Test
  void a_submitted_task_is_computed_and_its_result_awaited() throws Exception {
    var handle = square().submit(12);
    start();

    assertThat(handle.await(SOON)).isEqualTo(144);
    assertThat(handle.state()).isEqualTo(SUCCEEDED);
    assertThat(handle.task().run().attempt()).isEqualTo(1);
  }

  @Test
  void records_pass_as_arguments_and_results_and_a_result_may_be_null() throws Exception {
    var swap =
        lovage.task(
            "swap", Point.class, Point.class, p -> p.x() == 0 ? null : new Point(p.y(), p.x()));
    start();

    assertThat(swap.submit(new Point(1, 2)).await(SOON)).isEqualTo(new Point(2, 1));
    assertThat(swap.submit(new Point(0, 2)).await(SOON)).isNull();
  }

  @Test
  void many_tasks_are_submitted_at_once_and_all_computed() throws Exception {
    var square = square();
    start();

    var handles = square.submitAll(IntStream.range(0, 500).boxed().toList());

    for (int i = 0; i < 500; i++) {
      assertThat(handles.get(i).await(SOON)).isEqualTo((long) i * i);
    }
  }

  @Test
  void equal_submits_share_one_computation_and_its_result() throws Exception {
    var computed = new LinkedBlockingQueue<Point>();
    var add =
        lovage.task(
            "add",
            Point.class,
            Integer.class,
            p -> {
              computed.add(p);
              return p.x() + p.y();
            },
            options -> options.singleFlight(Duration.ofHours(1)));
    var first = add.submit(new Point(1, 2));
    var second = add.submitJson("{\"y\": 2, \"x\": 1}", options -> {});
    var other = add.submit(new Point(2, 1));
    var alone = add.submit(new Point(1, 2), options -> options.unique(Unique.attach("mine")));
    assertThat(second.id()).isEqualTo(first.id());
    var byName = lovage.submit("add", new Point(1, 2), options -> {});
    assertThat(byName.waiter()).isNotIn(first.waiter(), second.waiter());
    assertThat(byName.leave()).isEqualTo(CancelResult.KEPT);
    assertThat(first.leave()).isEqualTo(CancelResult.KEPT);
    start();

    assertThat(second.await(SOON)).isEqualTo(3);
    assertThat(other.await(SOON)).isEqualTo(3);
    assertThat(alone.await(SOON)).isEqualTo(3);
    assertThat(add.submit(new Point(1, 2)).id()).isEqualTo(first.id());
    assertThat(computed).hasSize(3);
  }

  @Test
  void a_stream_of_any_length_is_submitted_in_batches() throws Exception {
    var square = square();

    assertThat(square.submitAll(IntStream.range(0, 2_500).boxed(), options -> {})).isEqualTo(2_500);
    assertThat(square.submitAll(Stream.of(), options -> {})).isZero();

    assertThat(queries().queues().getFirst().counts().get(QUEUED)).isEqualTo(2_500);
    var interrupted =
        catchThrowableOfType(
            LovageException.class,
            () ->
                square.submitAll(
                    IntStream.range(0, 2_000)
                        .boxed()
                        .peek(n -> {
                          if (n == 1_500) {
                            throw new LovageException(ErrorCode.INVALID, "argument: bad");
                          }
                        }),
                    options -> {}));
    assertThat(interrupted).hasMessage("argument: bad; 1000 tasks were accepted before");
  }

  @Test
  void a_worker_runs_the_argument_versions_that_it_knows_and_leaves_the_others() throws Exception {
    lovage.task("greet", String.class, String.class, n -> "old " + n);
    var newer = elsewhere(engine);
    var greet =
        newer.task(
            "greet",
            Point.class,
            String.class,
            p -> "new " + p,
            options ->
                options
                    .version(3)
                    .upcast(
                        1, name -> JsonCodec.tree("v2", "{\"x\":" + name.asString().length() + "}"))
                    .upcast(2, v2 -> ((ObjectNode) v2).put("y", 2)));
    var old = lovage.submit("greet", "Ada", options -> {});
    var young = greet.submit(new Point(7, 8));
    var worker = start();

    assertThat(old.await(SOON)).isEqualTo("old Ada");
    assertThat(young.state()).isEqualTo(QUEUED);
    assertThat(young.task().type()).isEqualTo("greet@3");
    worker.drain(SOON);
    var second = lovage.submit("greet", "Grace", options -> {});
    start(newer, options -> options.concurrency(2));

    assertThat(young.await(SOON)).isEqualTo("new Point[x=7, y=8]");
    assertThat(second.await(SOON)).isEqualTo("new Point[x=5, y=2]");
    assertThatThrownBy(() ->
            newer.task(
                "gap",
                Integer.class,
                Integer.class,
                n -> n,
                options -> options.version(3).upcast(1, node -> node)))
        .hasMessageContaining("from version 2 is missing");
  }

  @Test
  void a_queue_that_is_full_takes_no_more_until_there_is_room() throws Exception {
    var square = square();
    lovage.limit("small", 3);
    square.submitAll(List.of(1, 2), options -> options.queue("small"));

    var refused =
        catchThrowableOfType(
            LovageException.class,
            () -> square.submitAll(List.of(3, 4), options -> options.queue("small")));
    assertThat(refused.code()).isEqualTo(ErrorCode.FULL);
    assertThat(refused.isTransient()).isTrue();
    assertThat(refused.retryAfter().orElseThrow()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    var streamed =
        catchThrowableOfType(
            LovageException.class,
            () -> square.submitAll(Stream.of(3, 4), options -> options.queue("small")));
    assertThat(streamed.retryAfter()).isPresent();
    assertThatThrownBy(
            () -> square.submitAll(List.of(1, 2, 3, 4), options -> options.queue("small")))
        .hasMessageContaining("submit fewer at once");
    square.submit(3, options -> options.queue("small"));
    assertThatThrownBy(() -> square.submit(4, options -> options.queue("small")))
        .hasMessageContaining("small has 3 tasks and takes 3");
    square.submit(5);

    start(lovage, options -> options.queue("small", 1));
    eventually(() -> {
      try {
        square.submit(6, options -> options.queue("small"));
        return true;
      } catch (LovageException e) {
        return false;
      }
    });
  }

  @Test
  void an_idempotency_key_stands_for_one_task() {
    var square = square();

    var first = square.submit(12, options -> options.idempotencyKey("order 7"));
    var second = square.submit(12, options -> options.idempotencyKey("order 7"));
    var list = square.submitAll(List.of(1, 1), options -> options.idempotencyKey("order 8"));
    var again = square.submitAll(List.of(1, 1), options -> options.idempotencyKey("order 8"));

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(list.get(0).id()).isNotEqualTo(list.get(1).id());
    assertThat(again)
        .extracting(TaskHandle::id)
        .isEqualTo(list.stream().map(TaskHandle::id).toList());
    var refused =
        catchThrowableOfType(
            LovageException.class,
            () -> square.submit(13, options -> options.idempotencyKey("order 7")));
    assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
    assertThat(refused).hasMessageContaining("new key");
    assertThatThrownBy(
            () -> square.submitAll(List.of(1, 2, 3), options -> options.idempotencyKey("order 8")))
        .hasMessageContaining("new key");
    assertThat(queries().queues().getFirst().counts().get(QUEUED)).isEqualTo(3);
  }

  @Test
  void a_task_can_be_submitted_by_name() throws Exception {
    square();
    start();

    assertThat(lovage.submit("square", 5, options -> {}).await(SOON)).isEqualTo(25);
  }

  @Test
  void a_handle_can_be_made_again_from_the_id() throws Exception {
    var id = square().submit(6).id();
    start();

    assertThat(lovage.handle(id, Long.class).await(SOON)).isEqualTo(36);
    assertThatThrownBy(() -> lovage.handle(newId(), Long.class).task())
        .isInstanceOfSatisfying(
            LovageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_TASK));
  }

  @Test
  void an_id_of_the_callers_making_makes_a_submit_repeatable() throws Exception {
    var square = square();
    var id = newId();

    square.submit(2, options -> options.id(id));
    var again = square.submit(3, options -> options.id(id));
    start();

    assertThat(again.await(SOON)).isEqualTo(4);
  }

  @Test
  void awaiting_gives_up_after_its_time_and_the_task_goes_on() throws Exception {
    var handle = square().submit(3);

    assertThatThrownBy(() -> handle.await(Duration.ofMillis(20)))
        .isInstanceOf(TimeoutException.class);
    start();
    assertThat(handle.await(SOON)).isEqualTo(9);
  }

  @Test
  void a_delayed_task_starts_when_its_time_has_come() throws Exception {
    var handle = square().submit(7, options -> options.delay(Duration.ofHours(1)));
    start();

    assertThat(handle.state()).isEqualTo(SCHEDULED);
    advance(Duration.ofHours(1));
    assertThat(handle.await(SOON)).isEqualTo(49);
  }

  @Test
  void a_task_starts_after_those_that_it_waits_for() throws Exception {
    var order = new LinkedBlockingQueue<String>();
    var noted =
        lovage.task(
            "noted",
            String.class,
            String.class,
            name -> {
              order.add(name);
              return name;
            });
    var first = noted.submit("first", options -> options.priority(0));
    var last = noted.submit("last", options -> options.priority(9).after(first));
    start();

    last.await(SOON);
    assertThat(order).containsExactly("first", "last");
  }

  @Test
  void higher_priority_runs_first() throws Exception {
    var order = new LinkedBlockingQueue<Integer>();
    var noted =
        lovage.task(
            "noted",
            Integer.class,
            Integer.class,
            n -> {
              order.add(n);
              return n;
            });
    var handles =
        IntStream.range(0, 3)
            .mapToObj(n -> noted.submit(n, options -> options.priority(n)))
            .toList();
    start(lovage, options -> options.concurrency(1));

    for (var handle : handles) {
      handle.await(SOON);
    }
    assertThat(order).containsExactly(2, 1, 0);
  }

  @Test
  void a_worker_elsewhere_computes_what_was_submitted_here() throws Exception {
    var handle = harness.another();
    assumeTrue(handle.isPresent(), "this engine's store can't be shared by handles");
    var other = elsewhere(handle.orElseThrow());
    other.task("square", Integer.class, Long.class, n -> (long) n * n);
    var square = lovage.task("square", Integer.class, Long.class);
    var started = new CountDownLatch(1);
    other.task(
        "slow",
        Integer.class,
        Integer.class,
        (n, context) -> {
          started.countDown();
          await(new CountDownLatch(1));
          return n;
        });
    start(other, options -> options.concurrency(2));

    assertThat(square.submit(8).await(SOON)).isEqualTo(64);
    var slow = lovage.submit("slow", 1, options -> {});
    await(started);
    slow.cancel();
    assertThat(failure(slow).state()).isEqualTo(CANCELLED);
  }

  @Test
  void what_no_worker_can_run_waits() {
    var unknown = lovage.submit("unknown", List.of(), options -> {});
    square();
    start();

    assertThat(unknown.state()).isEqualTo(QUEUED);
  }
}
