// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static dev.lovage.TaskState.CANCELLED;
import static dev.lovage.TaskState.FAILED;
import static dev.lovage.TaskState.QUEUED;
import static dev.lovage.TaskState.RETRYING;
import static dev.lovage.TaskState.SCHEDULED;
import static dev.lovage.TaskState.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.LogLine;
import dev.lovage.Progress;
import dev.lovage.TaskError;
import dev.lovage.spi.Lease;
import dev.lovage.spi.LeaseRequest;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.Report;
import dev.lovage.spi.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// How attempts end.
public abstract class SettleContract extends Contract {

  @Test
  void success_keeps_the_result() {
    var lease = running();
    advance(Duration.ofSeconds(3));

    var id = succeed(lease, "{\"sum\":\"é🌿\"}");

    assertThat(state(id)).isEqualTo(SUCCEEDED);
    assertThat(found(id).result()).isEqualTo("{\"sum\":\"é🌿\"}");
    assertThat(task(id).error()).isNull();
    assertThat(task(id).run().endedAt()).isEqualTo(now());
    assertThat(task(id).run().worker()).isEqualTo("w1");
  }

  @Test
  void a_null_result_is_a_result() {
    assertThat(found(succeed(running(), "null")).result()).isEqualTo("null");
  }

  @Test
  void a_long_result_is_kept() {
    var json = "\"" + "y".repeat(4 << 20) + "\"";

    assertThat(found(succeed(running(), json)).result()).isEqualTo(json);
  }

  @Test
  void failure_is_final_and_keeps_the_error() {
    var id = fail(running());

    assertThat(state(id)).isEqualTo(FAILED);
    assertThat(task(id).error()).isEqualTo(ERROR);
    assertThat(task(id).run().endedAt()).isEqualTo(now());
    assertThat(found(id).result()).isNull();
    assertThat(lease(10)).isEmpty();
  }

  @Test
  void an_attempt_can_end_as_cancelled_with_its_reason() {
    var lease = running();
    var reason = TaskError.of(TaskError.CANCELLED, "by the user");

    assertThat(settle(lease, new Outcome.Cancelled(reason)).lost()).isEmpty();

    assertThat(state(lease.task())).isEqualTo(CANCELLED);
    assertThat(task(lease.task()).error()).isEqualTo(reason);
    assertThat(task(lease.task()).run().endedAt()).isEqualTo(now());
  }

  @Test
  void a_retry_waits_and_keeps_the_error() {
    var id = retry(running(), Duration.ofSeconds(10));

    assertThat(state(id)).isEqualTo(RETRYING);
    assertThat(task(id).error()).isEqualTo(ERROR);
    assertThat(task(id).placement().dueAt()).isEqualTo(now().plusSeconds(10));
    assertThat(task(id).run().endedAt()).isNull();
    advance(Duration.ofMillis(9_999));
    assertThat(lease(10)).isEmpty();
    advance(Duration.ofMillis(1));
    assertThat(lease().attempt()).isEqualTo(2);
  }

  @Test
  void a_retry_without_a_wait_can_be_leased_in_the_same_call() {
    var lease = running();

    var settled =
        tasks()
            .settle(
                List.of(
                    new Settlement(lease, new Outcome.Retry(Duration.ZERO, ERROR), Report.empty())),
                request("w1", 10));

    assertThat(settled.next().leases()).extracting(Lease::task).containsExactly(lease.task());
  }

  @Test
  void success_after_a_failed_attempt_has_no_error() {
    retry(running(), Duration.ZERO);

    var id = succeed(lease());

    assertThat(task(id).error()).isNull();
    assertThat(task(id).run().attempt()).isEqualTo(2);
    assertThat(task(id).run().lost()).isZero();
  }

  @Test
  void the_error_of_the_last_attempt_replaces_the_one_before() {
    var id = retry(running(), Duration.ZERO);
    var last = new TaskError("java.lang.Error", "worse", "");

    settle(lease(), new Outcome.Failed(last));

    assertThat(task(id).error()).isEqualTo(last);
  }

  @Test
  void a_released_attempt_is_not_counted() {
    var id = release(running());

    assertThat(state(id)).isEqualTo(QUEUED);
    assertThat(task(id).run().attempt()).isZero();
    assertThat(task(id).run().lost()).isZero();
    assertThat(task(id).error()).isNull();
    assertThat(lease().attempt()).isEqualTo(1);
  }

  @Test
  void a_snoozed_task_is_due_again_later_and_its_attempt_is_not_counted() {
    var lease = running();

    settle(lease, new Outcome.Snoozed(Duration.ofMinutes(10)));

    assertThat(state(lease.task())).isEqualTo(SCHEDULED);
    assertThat(task(lease.task()).run().attempt()).isZero();
    advance(Duration.ofMinutes(10).minusMillis(1));
    assertThat(lease(1)).isEmpty();
    advance(Duration.ofMillis(1));
    assertThat(lease().attempt()).isEqualTo(1);
  }

  @Test
  void a_snoozed_task_whose_cancellation_was_requested_is_cancelled() {
    var lease = running();
    tasks().cancel(lease.task());

    settle(lease, new Outcome.Snoozed(Duration.ofMinutes(10)));

    assertThat(state(lease.task())).isEqualTo(CANCELLED);
  }

  @Test
  void releasing_keeps_the_error_of_the_attempt_before() {
    var id = retry(running(), Duration.ZERO);

    release(lease());

    assertThat(task(id).error()).isEqualTo(ERROR);
    assertThat(task(id).run().attempt()).isEqualTo(1);
  }

  @Test
  void a_settlement_brings_the_last_progress_and_log_lines() {
    var lease = running();
    var lines = List.of(new LogLine(now(), 1, 1, "one"), new LogLine(now(), 1, 2, "two é🌿"));

    settle(lease, new Outcome.Succeeded("1"), new Report(new Progress(0.75, "nearly"), lines));

    assertThat(queries().log(lease.task())).isEqualTo(lines);
    assertThat(task(lease.task()).run().progress()).isEqualTo(new Progress(0.75, "nearly"));
  }

  @Test
  void log_lines_are_kept_over_attempts() {
    var first = new LogLine(now(), 1, 1, "first");
    var second = new LogLine(now(), 2, 1, "second");
    settle(running(), new Outcome.Retry(Duration.ZERO, ERROR), new Report(null, List.of(first)));

    var lease = lease();
    settle(lease, new Outcome.Succeeded("1"), new Report(null, List.of(second)));

    assertThat(queries().log(lease.task())).containsExactly(first, second);
  }

  @Test
  void success_publishes_the_served_value_with_the_version_of_the_task() {
    var lease = running(draft().publishes("latest"));

    succeed(lease, "42");

    var value = engine.values().get("latest").orElseThrow();
    assertThat(value.json()).isEqualTo("42");
    assertThat(value.version()).isEqualTo(lease.version());
    assertThat(value.publishedAt()).isEqualTo(now());
  }

  @Test
  void a_slow_old_task_does_not_overwrite_a_newer_answer() {
    var old = running(draft().publishes("latest"));
    var young = running(draft().publishes("latest"));

    succeed(young, "\"new\"");
    succeed(old, "\"old\"");

    assertThat(engine.values().get("latest").orElseThrow().json()).isEqualTo("\"new\"");
    assertThat(found(old.task()).result()).isEqualTo("\"old\"");
  }

  @Test
  void only_success_publishes() {
    fail(running(draft().publishes("latest")));
    retry(running(draft().publishes("latest")), Duration.ofHours(1));
    release(running(draft().publishes("latest").type("work")));

    assertThat(engine.values().get("latest")).isEmpty();
  }

  @Test
  void a_long_list_is_settled_in_one_call() {
    tasks().enqueue(IntStream.range(0, 500).mapToObj(i -> draft().task()).toList());
    var settlements =
        lease(500).stream()
            .map(lease ->
                new Settlement(
                    lease, new Outcome.Succeeded(Long.toString(lease.version())), Report.empty()))
            .toList();

    assertThat(tasks().settle(settlements, LeaseRequest.none()).lost()).isEmpty();

    for (var settlement : settlements) {
      assertThat(found(settlement.lease().task()).result())
          .isEqualTo(Long.toString(settlement.lease().version()));
    }
  }
}
