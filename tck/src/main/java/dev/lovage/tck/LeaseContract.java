// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static dev.lovage.TaskState.CANCELLED;
import static dev.lovage.TaskState.FAILED;
import static dev.lovage.TaskState.QUEUED;
import static dev.lovage.TaskState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.TaskError;
import dev.lovage.spi.Lease;
import dev.lovage.spi.LeaseRequest;
import dev.lovage.spi.Leases;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a lease holds, and what time does to tasks before one.
public abstract class LeaseContract extends Contract {

  @Test
  void a_task_that_has_lost_too_many_leases_fails_and_is_not_leased_again() {
    var id = submit(draft().maxLost(2));
    var waiting = submit(draft().after(id));
    lease();
    advance(LEASE);
    assertThat(lease().attempt()).isEqualTo(2);

    advance(LEASE);

    assertThat(tasks().reclaim()).isEqualTo(1);
    assertThat(state(id)).isEqualTo(FAILED);
    assertThat(task(id).error()).extracting(TaskError::type).isEqualTo(TaskError.LOST);
    assertThat(task(id).run().lost()).isEqualTo(2);
    assertThat(state(waiting)).isEqualTo(CANCELLED);
    assertThat(lease(10)).isEmpty();
  }

  @Test
  void a_lease_holds_all_that_a_worker_needs() {
    var receipt =
        enqueue(
                draft()
                    .argument("[1,2]")
                    .timeLimit(Duration.ofSeconds(30))
                    .retry("{\"attempts\":2}")
                    .publishes("latest"))
            .getFirst();

    var lease = lease();

    assertThat(lease.task()).isEqualTo(receipt.id());
    assertThat(lease.version()).isEqualTo(receipt.version());
    assertThat(lease.attempt()).isEqualTo(1);
    assertThat(lease.until()).isEqualTo(now().plus(LEASE));
    assertThat(lease.work())
        .isEqualTo(
            new Lease.Work(
                "work", "default", "[1,2]", Duration.ofSeconds(30), "{\"attempts\":2}", "latest"));
  }

  @Test
  void what_was_not_given_is_null_in_the_lease() {
    assertThat(running().work())
        .isEqualTo(new Lease.Work("work", "default", "1", null, null, null));
  }

  @Test
  void a_leased_task_runs() {
    var id = running().task();

    var run = task(id).run();
    assertThat(state(id)).isEqualTo(RUNNING);
    assertThat(run.attempt()).isEqualTo(1);
    assertThat(run.worker()).isEqualTo("w1");
    assertThat(run.startedAt()).isEqualTo(now());
    assertThat(run.endedAt()).isNull();
  }

  @Test
  void a_leased_task_is_not_leased_again() {
    submit();

    assertThat(lease(10)).hasSize(1);
    assertThat(lease(10)).isEmpty();
  }

  @Test
  void a_request_for_nothing_gets_nothing() {
    submit();

    assertThat(tasks().lease(LeaseRequest.none())).isEqualTo(Leases.none());
    assertThat(lease(0)).isEmpty();
    assertThat(lease(10)).hasSize(1);
  }

  @Test
  void settling_and_leasing_happen_in_one_call() {
    var first = running();
    var second = submit();

    var settled =
        tasks()
            .settle(
                List.of(
                    new dev.lovage.spi.Settlement(
                        first,
                        new dev.lovage.spi.Outcome.Succeeded("1"),
                        dev.lovage.spi.Report.empty())),
                request("w1", 10));

    assertThat(settled.next().leases()).extracting(Lease::task).containsExactly(second);
    assertThat(settled.next().next()).isEqualTo(LEASE);
  }

  @Test
  void settling_without_a_request_leases_nothing() {
    var first = running();
    submit();

    assertThat(settle(first, new dev.lovage.spi.Outcome.Released()).next())
        .isEqualTo(Leases.none());
  }

  @Test
  void a_scheduled_task_is_leased_when_it_comes_due_and_not_before() {
    var id = submit(draft().delay(Duration.ofSeconds(10)));

    advance(Duration.ofMillis(9_999));
    assertThat(lease(10)).isEmpty();
    advance(Duration.ofMillis(1));
    assertThat(lease(10)).extracting(Lease::task).containsExactly(id);
  }

  @Test
  void a_due_task_is_queued_although_nobody_here_can_run_it() {
    var id = submit(draft().type("other").delay(Duration.ofSeconds(10)));

    advance(Duration.ofSeconds(10));
    lease(10);

    assertThat(state(id)).isEqualTo(QUEUED);
  }

  @Test
  void a_task_that_has_not_started_by_its_expiry_is_cancelled() {
    var id = submit(draft().expiry(Duration.ofSeconds(10)));
    var late = submit(draft().expiry(Duration.ofSeconds(10)).delay(Duration.ofSeconds(20)));
    var waiting = submit(draft().expiry(Duration.ofSeconds(10)).after(late));

    advance(Duration.ofSeconds(10));

    assertThat(lease(10)).isEmpty();
    for (var expired : List.of(id, late, waiting)) {
      assertThat(state(expired)).isEqualTo(CANCELLED);
      assertThat(errorType(expired)).isEqualTo(TaskError.EXPIRED);
      assertThat(task(expired).run().endedAt()).isEqualTo(now());
    }
  }

  @Test
  void expiry_cancels_the_tasks_that_wait() {
    var id = submit(draft().expiry(Duration.ofSeconds(10)));
    var next = submit(draft().after(id));
    var last = submit(draft().after(next));

    advance(Duration.ofSeconds(10));
    lease(10);

    assertThat(errorType(next)).isEqualTo(TaskError.PREDECESSOR);
    assertThat(errorType(last)).isEqualTo(TaskError.PREDECESSOR);
  }

  @Test
  void a_task_can_start_until_just_before_its_expiry_and_then_runs_on() {
    submit(draft().expiry(Duration.ofSeconds(10)));
    advance(Duration.ofMillis(9_999));

    var lease = lease();
    advance(Duration.ofSeconds(14));
    lease(10);

    assertThat(succeed(lease)).isNotNull();
  }

  @Test
  void a_task_that_has_begun_does_not_expire() {
    var lost = running(draft().expiry(Duration.ofSeconds(10)));
    var retried = retry(running(draft().expiry(Duration.ofSeconds(10))), Duration.ZERO);

    letLeasesRunOut();

    assertThat(lease(10)).extracting(Lease::task).containsExactly(lost.task(), retried);
  }

  @Test
  void a_released_task_expires_as_if_it_had_not_begun() {
    var id = release(running(draft().expiry(Duration.ofSeconds(10))));

    advance(Duration.ofSeconds(10));

    assertThat(lease(10)).isEmpty();
    assertThat(errorType(id)).isEqualTo(TaskError.EXPIRED);
  }

  @Test
  void next_is_null_when_there_is_nothing_to_expect() {
    submit(draft().type("other"));

    assertThat(tasks().lease(request("w1", 10)).next()).isNull();
  }

  @Test
  void next_is_the_time_until_a_task_comes_due_in_any_queue() {
    submit(draft().delay(Duration.ofSeconds(20)));
    submit(draft().queue("other").delay(Duration.ofSeconds(10)));

    advance(Duration.ofSeconds(3));

    assertThat(tasks().lease(request("w1", 10)).next()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void next_is_the_time_until_a_lease_runs_out() {
    running();
    advance(Duration.ofSeconds(5));

    assertThat(tasks().lease(request("w2", 10)).next()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void next_is_the_time_until_a_task_expires() {
    submit(draft().type("other").expiry(Duration.ofSeconds(8)));

    assertThat(tasks().lease(request("w1", 10)).next()).isEqualTo(Duration.ofSeconds(8));
  }

  @Test
  void next_counts_the_waits_of_retries() {
    retry(running(), Duration.ofSeconds(4));

    assertThat(tasks().lease(request("w1", 10)).next()).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void the_leases_of_a_request_last_as_long_as_it_says() {
    submit();

    var lease =
        tasks()
            .lease(
                new LeaseRequest(
                    "w1",
                    Duration.ofSeconds(3),
                    Set.of("work"),
                    List.of(new LeaseRequest.QueueLimit("default", 1))))
            .leases()
            .getFirst();

    assertThat(lease.until()).isEqualTo(now().plusSeconds(3));
    advance(Duration.ofSeconds(3));
    assertThat(tasks().reclaim()).isEqualTo(1);
  }
}
