// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lovage.Rate;
import dev.lovage.Share;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.spi.Lease;
import dev.lovage.spi.LeaseRequest;
import dev.lovage.spi.LeaseRequest.QueueLimit;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.Report;
import dev.lovage.spi.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Limits hold across all workers: how many tasks of a key or a queue run at a time, and how often
/// one of a key begins.
public abstract class LimitsContract extends Contract {

  private static final Share TWO = Share.of("acme").concurrency(2);
  private static final Share SLOW = Share.of("acme").rate(Rate.of(1, Duration.ofSeconds(10)));

  private List<TaskId> submit(Share share, int count) {
    var drafts = IntStream.range(0, count).mapToObj(i -> draft().share(share)).toList();
    tasks().enqueue(drafts.stream().map(Draft::task).toList());
    return drafts.stream().map(draft -> draft.task().id()).toList();
  }

  private List<TaskId> leased(int limit) {
    return lease(limit).stream().map(Lease::task).toList();
  }

  @Test
  void no_more_tasks_of_a_key_run_than_it_may_have() {
    var ids = submit(TWO, 5);

    var first = lease(10);

    assertThat(first).extracting(Lease::task).containsExactly(ids.get(0), ids.get(1));
    assertThat(lease(10)).isEmpty();
    assertThat(state(ids.get(2))).isEqualTo(TaskState.QUEUED);
    succeed(first.getFirst());
    assertThat(leased(10)).containsExactly(ids.get(2));
  }

  @Test
  void the_next_one_comes_with_the_settlement_of_the_last() {
    var ids = submit(TWO, 3);
    var running = lease(10);

    var settled =
        tasks()
            .settle(
                List.of(
                    new Settlement(running.getFirst(), new Outcome.Succeeded("1"), Report.empty())),
                request("w1", 10));

    assertThat(settled.next().leases()).extracting(Lease::task).containsExactly(ids.get(2));
  }

  @Test
  void attempts_that_end_together_make_room_together() {
    var ids = submit(TWO, 4);
    var ends =
        lease(10).stream()
            .map(lease -> new Settlement(lease, new Outcome.Succeeded("1"), Report.empty()))
            .toList();

    var settled = tasks().settle(ends, request("w1", 10));

    assertThat(settled.next().leases())
        .extracting(Lease::task)
        .containsExactly(ids.get(2), ids.get(3));
  }

  @Test
  void tasks_of_a_key_with_other_limits_come_in_their_order() {
    var ids = new ArrayList<TaskId>();
    Stream.of(2, 2, 3, 3, 1)
        .map(most -> submit(Share.of("acme").concurrency(most), 1))
        .forEach(ids::addAll);
    ids.addAll(submit(Share.of("acme").rate(Rate.of(1, Duration.ofSeconds(10))), 1));

    var running = lease(10);
    assertThat(running).extracting(Lease::task).isEqualTo(ids.subList(0, 3));
    succeed(running.getFirst());
    assertThat(leased(10)).containsExactly(ids.get(3));
    succeed(running.get(1));
    succeed(running.get(2));
    assertThat(lease(10)).as("one runs, so that the one that bears no other waits").isEmpty();
    tasks().cancel(ids.get(4));
    assertThat(leased(10)).containsExactly(ids.get(5));
  }

  @Test
  void other_keys_and_queues_are_not_concerned() {
    submit(TWO, 3);
    var other = submit(Share.of("other").concurrency(2), 1).getFirst();
    var plain = submit(draft());

    assertThat(leased(10)).contains(other, plain).hasSize(4);
    var elsewhere = submit(draft().share(TWO).queue("elsewhere"));
    assertThat(tasks().lease(request("w1", 10, "elsewhere")).leases())
        .extracting(Lease::task)
        .containsExactly(elsewhere);
  }

  @Test
  void every_end_of_an_attempt_makes_room() {
    submit(Share.of("acme").concurrency(1), 6);
    for (var outcome :
        List.of(
            new Outcome.Succeeded("1"),
            new Outcome.Failed(ERROR),
            new Outcome.Cancelled(ERROR),
            new Outcome.Retry(Duration.ofHours(1), ERROR),
            new Outcome.Snoozed(Duration.ofHours(1)))) {
      var lease = lease();
      assertThat(lease(10)).isEmpty();
      settle(lease, outcome);
    }
    lease();
    assertThat(lease(10)).isEmpty();
    letLeasesRunOut();
    lease();
  }

  @Test
  void a_released_or_retried_task_queues_up_under_its_limit_again() {
    var ids = submit(Share.of("acme").concurrency(1), 3);
    release(lease());
    assertThat(leased(10)).containsExactly(ids.get(0));
    letLeasesRunOut();
    var again = lease();
    assertThat(again.task()).isEqualTo(ids.get(0));
    retry(again, Duration.ofSeconds(1));
    var second = lease();
    advance(Duration.ofSeconds(1));

    assertThat(lease(10)).isEmpty();
    succeed(second);
    assertThat(leased(10)).containsExactly(ids.get(0));
  }

  @Test
  void a_cancelled_or_expired_task_does_not_stand_in_the_way() {
    var ids = submit(Share.of("acme").concurrency(1), 2);
    tasks().cancel(ids.getFirst());
    assertThat(leased(10)).containsExactly(ids.get(1));
    letLeasesRunOut();
    tasks().cancel(ids.get(1));

    submit(draft().share(Share.of("acme").concurrency(1)).expiry(Duration.ofSeconds(1)));
    var last = submit(Share.of("acme").concurrency(1), 1).getFirst();
    advance(Duration.ofSeconds(1));
    assertThat(leased(10)).containsExactly(last);
  }

  @Test
  void a_task_that_waited_for_another_or_its_time_comes_under_its_limit() {
    var first = submit(draft());
    var after = submit(draft().share(Share.of("acme").concurrency(1)).after(first));
    var later = submit(draft().share(Share.of("acme").concurrency(1)).delay(Duration.ofSeconds(5)));
    succeed(lease());
    advance(Duration.ofSeconds(5));

    var running = lease();
    assertThat(List.of(after, later)).contains(running.task());
    assertThat(lease(10)).isEmpty();
    succeed(running);
    lease();
  }

  @Test
  void a_requeued_task_comes_under_its_limit() {
    var ids = submit(Share.of("acme").concurrency(1), 2);
    fail(lease());
    tasks().requeue(List.of(ids.getFirst()));

    assertThat(lease(10)).hasSize(1);
  }

  @Test
  void a_rate_holds_between_beginnings() {
    submit(SLOW, 3);

    succeed(lease());
    assertThat(lease(10)).isEmpty();
    advance(Duration.ofSeconds(10).minusMillis(1));
    assertThat(lease(10)).isEmpty();
    advance(Duration.ofMillis(1));
    succeed(lease());
    assertThat(lease(10)).isEmpty();
  }

  @Test
  void who_waits_for_a_token_is_told_when_one_comes() {
    submit(SLOW, 2);
    succeed(lease());

    assertThat(tasks().lease(request("w1", 10)).next()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void a_burst_begins_at_once_and_then_the_rate_holds() {
    submit(Share.of("acme").rate(Rate.of(2, Duration.ofSeconds(10)).burst(3)), 10);

    assertThat(lease(10)).hasSize(3);
    advance(Duration.ofSeconds(5));
    assertThat(lease(10)).hasSize(1);
    advance(Duration.ofSeconds(10));
    assertThat(lease(10)).hasSize(2);
    advance(Duration.ofHours(1));
    assertThat(lease(10)).as("no more than the burst is saved up").hasSize(3);
  }

  @Test
  void a_rate_counts_attempts_and_not_submits() {
    submit(SLOW, 1);
    advance(Duration.ofHours(1));
    submit(SLOW, 2);

    assertThat(lease(10)).hasSize(1);
    assertThat(lease(10)).isEmpty();
  }

  @Test
  void rate_and_concurrency_hold_together() {
    var both = Share.of("acme").concurrency(1).rate(Rate.of(1, Duration.ofSeconds(10)).burst(5));
    submit(both, 5);

    var first = lease();
    assertThat(lease(10)).isEmpty();
    succeed(first);
    lease();
  }

  @Test
  void a_queue_runs_no_more_than_it_may_in_all_workers() {
    for (int i = 0; i < 5; i++) {
      submit();
    }
    var first = tasks().lease(wish("w1", 2, 3)).leases();
    var second = tasks().lease(wish("w2", 2, 3)).leases();

    assertThat(first).hasSize(2);
    assertThat(second).hasSize(1);
    assertThat(tasks().lease(wish("w3", 2, 3)).leases()).isEmpty();
    succeed(first.getFirst());
    assertThat(tasks().lease(wish("w3", 2, 3)).leases()).hasSize(1);
  }

  private static LeaseRequest wish(String worker, int limit, int most) {
    return new LeaseRequest(
        worker, LEASE, Set.of("work"), List.of(new QueueLimit("default", limit, most)));
  }

  @Test
  void limits_hold_over_several_handles_at_once() throws Exception {
    var other = harness.another();
    assumeTrue(other.isPresent(), "this engine's store can't be shared by handles");
    submit(Share.of("acme").concurrency(3), 60);
    var running = new java.util.concurrent.atomic.AtomicInteger();
    var most = new java.util.concurrent.atomic.AtomicInteger();
    var done = new java.util.concurrent.ConcurrentLinkedQueue<TaskId>();
    var threads = new ArrayList<Thread>();
    for (var handle : Stream.of(engine, other.get(), engine, other.get()).toList()) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                while (done.size() < 60) {
                  for (var lease : handle.tasks().lease(request("w", 2)).leases()) {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    Thread.onSpinWait();
                    running.decrementAndGet();
                    var end = new Settlement(lease, new Outcome.Succeeded("1"), Report.empty());
                    handle.tasks().settle(List.of(end), LeaseRequest.none());
                    done.add(lease.task());
                  }
                }
              }));
    }
    for (var thread : threads) {
      thread.join();
    }
    assertThat(done).hasSize(60).doesNotHaveDuplicates();
    assertThat(most.get()).isLessThanOrEqualTo(3);
  }

  @Test
  void thousands_of_keys_share_a_queue() {
    var drafts =
        IntStream.range(0, 2_000)
            .mapToObj(i -> draft().share(Share.of("key" + i).concurrency(1)))
            .toList();
    tasks().enqueue(drafts.stream().map(Draft::task).toList());

    assertThat(lease(2_000)).hasSize(2_000);
  }
}
