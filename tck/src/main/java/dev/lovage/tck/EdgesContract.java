// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static dev.lovage.TaskState.CANCELLED;
import static dev.lovage.TaskState.QUEUED;
import static dev.lovage.TaskState.SCHEDULED;
import static dev.lovage.TaskState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.TaskError;
import dev.lovage.TaskId;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.Lease;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.Report;
import dev.lovage.spi.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Tasks that wait for others.
public abstract class EdgesContract extends Contract {

  @Test
  void a_task_waits_for_its_predecessor_and_is_released_by_its_success() {
    var first = running();
    var second = submit(draft().after(first.task()));

    assertThat(state(second)).isEqualTo(WAITING);
    assertThat(lease(10)).isEmpty();
    succeed(first);

    assertThat(state(second)).isEqualTo(QUEUED);
    assertThat(lease().task()).isEqualTo(second);
  }

  @Test
  void a_released_task_is_leased_in_the_same_call() {
    var first = running();
    var second = submit(draft().after(first.task()));

    var settled =
        tasks()
            .settle(
                List.of(new Settlement(first, new Outcome.Succeeded("1"), Report.empty())),
                request("w1", 1));

    assertThat(settled.next().leases()).extracting(Lease::task).containsExactly(second);
  }

  @Test
  void a_task_waits_for_all_of_its_predecessors() {
    var a = running();
    var b = running();
    var c = running();
    var last = submit(draft().after(a.task(), b.task(), c.task(), a.task()));

    succeed(a);
    succeed(c);
    assertThat(state(last)).isEqualTo(WAITING);
    succeed(b);

    assertThat(state(last)).isEqualTo(QUEUED);
  }

  @Test
  void a_failed_attempt_that_is_retried_keeps_others_waiting() {
    var first = running();
    var second = submit(draft().after(first.task()));

    retry(first, Duration.ZERO);
    assertThat(state(second)).isEqualTo(WAITING);
    succeed(lease());

    assertThat(state(second)).isEqualTo(QUEUED);
  }

  @Test
  void failure_cancels_those_that_wait_and_those_that_wait_for_them() {
    var first = running();
    var other = running();
    var second = submit(draft().after(first.task(), other.task()));
    var third = submit(draft().after(second));
    var unrelated = submit(draft().after(other.task()));

    fail(first);

    for (var id : List.of(second, third)) {
      assertThat(state(id)).isEqualTo(CANCELLED);
      assertThat(errorType(id)).isEqualTo(TaskError.PREDECESSOR);
      assertThat(task(id).run().endedAt()).isEqualTo(now());
    }
    succeed(other);
    assertThat(state(second)).isEqualTo(CANCELLED);
    assertThat(state(unrelated)).isEqualTo(QUEUED);
  }

  @Test
  void cancelling_a_task_cancels_those_that_wait_for_it() {
    var first = submit();
    var second = submit(draft().after(first));
    var third = submit(draft().after(second));

    tasks().cancel(first);

    assertThat(errorType(first)).isEqualTo(TaskError.CANCELLED);
    assertThat(errorType(second)).isEqualTo(TaskError.PREDECESSOR);
    assertThat(errorType(third)).isEqualTo(TaskError.PREDECESSOR);
    assertThat(lease(10)).isEmpty();
  }

  @Test
  void a_released_task_still_keeps_its_delay_counted_from_submission() {
    var first = running();
    var second = submit(draft().after(first.task()).delay(Duration.ofSeconds(10)));
    assertThat(state(second)).isEqualTo(WAITING);
    advance(Duration.ofSeconds(4));

    succeed(first);

    assertThat(state(second)).isEqualTo(SCHEDULED);
    assertThat(lease(10)).isEmpty();
    advance(Duration.ofSeconds(6));
    assertThat(lease().task()).isEqualTo(second);
  }

  @Test
  void a_predecessor_may_be_forgotten_while_another_still_runs() {
    var quick = running(draft().ttl(Duration.ofMinutes(1)));
    var slow = running();
    var last = submit(draft().after(quick.task(), slow.task()));
    succeed(quick);
    advance(Duration.ofMinutes(1));
    tasks().prune(10);

    succeed(slow);

    assertThat(state(last)).isEqualTo(QUEUED);
  }

  @Test
  void a_wide_fan_in_is_released_once_by_the_last_one() {
    var ids =
        tasks().enqueue(IntStream.range(0, 100).mapToObj(i -> draft().task()).toList()).stream()
            .map(Enqueued::id)
            .toList();
    var last = submit(draft().after(ids));

    for (var lease : lease(100)) {
      assertThat(state(last)).isEqualTo(WAITING);
      succeed(lease);
    }

    assertThat(lease().task()).isEqualTo(last);
    assertThat(lease(10)).isEmpty();
  }

  @Test
  void a_long_chain_is_cancelled_to_its_end() {
    var chain = new ArrayList<NewTask>();
    TaskId previous = null;
    for (int i = 0; i < 1_000; i++) {
      var next = previous == null ? draft() : draft().after(previous);
      chain.add(next.task());
      previous = next.task().id();
    }
    tasks().enqueue(chain);

    fail(lease());

    assertThat(errorType(chain.getLast().id())).isEqualTo(TaskError.PREDECESSOR);
    assertThat(queries().queues()).isEmpty();
  }
}
