// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static dev.lovage.TaskState.QUEUED;
import static dev.lovage.TaskState.RUNNING;
import static dev.lovage.TaskState.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.LogLine;
import dev.lovage.Progress;
import dev.lovage.spi.Heartbeat;
import dev.lovage.spi.Heartbeat.Beat;
import dev.lovage.spi.Lease;
import dev.lovage.spi.LeaseRequest;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.Report;
import dev.lovage.spi.Settlement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A lease that is no longer current can write nothing.
public abstract class FencingContract extends Contract {

  private Lease leasedAgain(Lease lease) {
    letLeasesRunOut();
    var again = tasks().lease(request("w2", 10)).leases();
    assertThat(again).extracting(Lease::task).containsExactly(lease.task());
    return again.getFirst();
  }

  private Report noisy() {
    return new Report(new Progress(0.5, "half"), List.of(new LogLine(now(), 1, 1, "late")));
  }

  @Test
  void each_lease_of_a_task_has_a_token_and_an_attempt_of_its_own() {
    var first = running();
    var second = leasedAgain(first);
    release(second);
    var third = lease();

    assertThat(List.of(first.token(), second.token(), third.token())).doesNotHaveDuplicates();
    assertThat(List.of(first.attempt(), second.attempt(), third.attempt()))
        .containsExactly(1, 2, 2);
    assertThat(task(first.task()).run().lost()).isEqualTo(1);
  }

  @Test
  void a_lost_lease_settles_nothing_and_leaves_no_trace() {
    var stale = running(draft().publishes("latest"));
    var current = leasedAgain(stale);
    var before = found(stale.task());

    for (var outcome :
        List.of(
            new Outcome.Succeeded("1"),
            new Outcome.Retry(Duration.ZERO, ERROR),
            new Outcome.Failed(ERROR),
            new Outcome.Cancelled(ERROR),
            new Outcome.Snoozed(Duration.ofSeconds(1)),
            new Outcome.Released())) {
      assertThat(settle(stale, outcome, noisy()).lost()).containsExactly(stale.task());
    }

    assertThat(found(stale.task())).isEqualTo(before);
    assertThat(queries().log(stale.task())).isEmpty();
    assertThat(engine.values().get("latest")).isEmpty();
    succeed(current, "2");
    assertThat(found(stale.task()).result()).isEqualTo("2");
  }

  @Test
  void a_lost_lease_is_not_extended_and_reports_nothing() {
    var stale = running();
    var current = leasedAgain(stale);

    var reply =
        tasks()
            .extend(
                new Heartbeat(
                    worker("w1"), Duration.ofHours(1), List.of(new Beat(stale, noisy())), false));

    assertThat(reply.lost()).containsExactly(stale.task());
    assertThat(reply.cancelling()).isEmpty();
    assertThat(queries().log(stale.task())).isEmpty();
    assertThat(task(stale.task()).run().progress()).isNull();
    advance(LEASE);
    assertThat(tasks().reclaim()).isEqualTo(1);
    assertThat(beat(current).lost()).containsExactly(current.task());
  }

  @Test
  void a_lost_lease_on_a_cancelled_task_is_only_lost() {
    var stale = running();
    leasedAgain(stale);
    tasks().cancel(stale.task());

    var reply = beat(stale);

    assertThat(reply.lost()).containsExactly(stale.task());
    assertThat(reply.cancelling()).isEmpty();
  }

  @Test
  void a_reclaimed_task_is_not_settled_by_its_old_lease() {
    var stale = running();
    letLeasesRunOut();
    assertThat(tasks().reclaim()).isEqualTo(1);

    assertThat(settle(stale, new Outcome.Succeeded("1")).lost()).containsExactly(stale.task());
    assertThat(beat(stale).lost()).containsExactly(stale.task());
    assertThat(state(stale.task())).isEqualTo(QUEUED);
  }

  @Test
  void a_lease_that_ran_out_counts_until_somebody_takes_it() {
    var slow = running();
    var slower = running();
    advance(LEASE.multipliedBy(2));

    assertThat(beat(slower).lost()).isEmpty();
    succeed(slow, "7");

    assertThat(found(slow.task()).result()).isEqualTo("7");
    assertThat(lease(10)).isEmpty();
  }

  @Test
  void a_second_settlement_of_one_lease_is_lost() {
    var lease = running();
    succeed(lease, "1");

    assertThat(settle(lease, new Outcome.Succeeded("2")).lost()).containsExactly(lease.task());
    assertThat(settle(lease, new Outcome.Failed(ERROR)).lost()).containsExactly(lease.task());
    assertThat(found(lease.task()).result()).isEqualTo("1");
  }

  @Test
  void of_two_settlements_in_a_list_the_first_counts() {
    var lease = running();

    var settled =
        tasks()
            .settle(
                List.of(
                    new Settlement(lease, new Outcome.Succeeded("1"), Report.empty()),
                    new Settlement(lease, new Outcome.Failed(ERROR), Report.empty())),
                LeaseRequest.none());

    assertThat(settled.lost()).containsExactly(lease.task());
    assertThat(state(lease.task())).isEqualTo(SUCCEEDED);
  }

  @Test
  void lost_settlements_do_not_hinder_the_others_of_the_list() {
    var stale = running();
    var current = leasedAgain(stale);
    var other = running();

    var settled =
        tasks()
            .settle(
                List.of(
                    new Settlement(stale, new Outcome.Succeeded("1"), Report.empty()),
                    new Settlement(other, new Outcome.Succeeded("2"), Report.empty())),
                LeaseRequest.none());

    assertThat(settled.lost()).containsExactly(stale.task());
    assertThat(state(other.task())).isEqualTo(SUCCEEDED);
    assertThat(state(current.task())).isEqualTo(RUNNING);
  }

  @Test
  void a_retried_or_released_task_is_not_settled_by_its_old_lease() {
    var retried = running();
    retry(retried, Duration.ZERO);
    var released = running();
    release(released);

    assertThat(settle(retried, new Outcome.Succeeded("1")).lost()).hasSize(1);
    assertThat(settle(released, new Outcome.Succeeded("1")).lost()).hasSize(1);
    assertThat(beat(retried, released).lost())
        .containsExactlyInAnyOrder(retried.task(), released.task());
  }

  @Test
  void a_lease_on_a_task_that_the_store_does_not_know_is_lost() {
    var lease = running();
    var foreign = new Lease(newId(), 1, lease.token(), 1, lease.until(), lease.work());

    assertThat(settle(foreign, new Outcome.Succeeded("1")).lost()).containsExactly(foreign.task());
    assertThat(beat(foreign).lost()).containsExactly(foreign.task());
  }

  @Test
  void a_lease_runs_out_inside_the_next_lease_call() {
    var first = running();
    advance(LEASE.minusMillis(1));
    assertThat(lease(10)).isEmpty();

    advance(Duration.ofMillis(1));

    assertThat(lease(10)).extracting(Lease::task).containsExactly(first.task());
    assertThat(task(first.task()).run().lost()).isEqualTo(1);
  }
}
