// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static dev.lovage.TaskState.CANCELLED;
import static dev.lovage.TaskState.QUEUED;
import static dev.lovage.TaskState.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.Task;
import dev.lovage.TaskId;
import dev.lovage.spi.CancelResult;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.RequeueResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How ended tasks are run once more.
public abstract class RequeueContract extends Contract {

  private RequeueResult requeue(TaskId id) {
    return tasks().requeue(List.of(id)).getFirst();
  }

  @Test
  void a_failed_task_is_as_new() {
    var lease = running();
    letLeasesRunOut();
    var again = lease();
    fail(again);
    advance(Duration.ofMinutes(1));

    assertThat(requeue(lease.task())).isEqualTo(RequeueResult.REQUEUED);

    var task = task(lease.task());
    assertThat(task.state()).isEqualTo(QUEUED);
    assertThat(task.version()).isEqualTo(lease.version());
    assertThat(task.error()).isNull();
    assertThat(task.run()).isEqualTo(new Task.Run(0, 0, null, null, null, null, false));
    assertThat(task.placement().dueAt()).isEqualTo(now());
    var third = lease();
    assertThat(third.attempt()).isEqualTo(1);
    assertThat(third.token()).isGreaterThan(again.token());
    succeed(third, "42");
    assertThat(found(lease.task()).result()).isEqualTo("42");
  }

  @Test
  void the_leases_it_had_before_stay_lost() {
    var lease = running();
    fail(lease);
    requeue(lease.task());
    var current = lease();

    assertThat(settle(lease, new Outcome.Succeeded("1")).lost()).containsExactly(lease.task());
    succeed(current, "2");
  }

  @Test
  void a_task_that_was_cancelled_while_it_ran_runs_again_to_its_end() {
    var lease = running();
    tasks().cancel(lease.task());
    settle(lease, new Outcome.Cancelled(ERROR));

    requeue(lease.task());

    assertThat(beat(lease()).cancelling()).isEmpty();
  }

  @Test
  void what_had_expired_does_not_expire_again() {
    var id = submit(draft().expiry(Duration.ofSeconds(1)));
    advance(Duration.ofSeconds(1));
    tasks().reclaim();
    assertThat(state(id)).isEqualTo(CANCELLED);

    requeue(id);
    advance(Duration.ofHours(1));
    tasks().reclaim();

    assertThat(state(id)).isEqualTo(QUEUED);
    assertThat(task(id).placement().expiresAt()).isNull();
  }

  @Test
  void a_task_that_its_predecessor_took_along_waits_for_nothing_any_more() {
    var first = running();
    var second = submit(draft().after(first.task()));
    var third = submit(draft().after(second));
    fail(first);

    assertThat(requeue(second)).isEqualTo(RequeueResult.REQUEUED);

    assertThat(lease().task()).isEqualTo(second);
    assertThat(state(third)).isEqualTo(CANCELLED);
  }

  @Test
  void a_task_cancelled_by_hand_before_its_predecessor_ended_runs_once() {
    var first = running();
    var second = submit(draft().after(first.task()));
    tasks().cancel(second);
    requeue(second);
    succeed(lease());

    succeed(first);

    assertThat(lease(10)).isEmpty();
    assertThat(state(second)).isEqualTo(SUCCEEDED);
  }

  @Test
  void its_time_to_live_begins_with_its_new_end() {
    var id = fail(running(draft().ttl(Duration.ofHours(1))));
    advance(Duration.ofMinutes(59));
    requeue(id);
    advance(Duration.ofHours(2));

    assertThat(tasks().prune(10)).isZero();
    succeed(lease());
    advance(Duration.ofHours(1));

    assertThat(tasks().prune(10)).isEqualTo(1);
  }

  @Test
  void its_result_is_not_served_in_place_of_a_newer_one() {
    var older = running(draft().publishes("latest"));
    fail(older);
    succeed(running(draft().publishes("latest")), "\"new\"");

    requeue(older.task());
    succeed(lease(), "\"old\"");

    assertThat(engine.values().get("latest").orElseThrow().json()).isEqualTo("\"new\"");
  }

  @Test
  void what_it_can_not_queue_it_leaves_and_tells_why() {
    var done = succeed(running(), "42");
    var forgotten = fail(running(draft().ttl(Duration.ofMillis(1))));
    advance(Duration.ofMillis(1));
    var running = running();
    var failed = fail(running());
    var queued = submit();

    assertThat(tasks().requeue(List.of(done, forgotten, running.task(), failed, queued, newId())))
        .containsExactly(
            RequeueResult.SUCCEEDED,
            RequeueResult.FORGOTTEN,
            RequeueResult.NOT_ENDED,
            RequeueResult.REQUEUED,
            RequeueResult.NOT_ENDED,
            RequeueResult.UNKNOWN);
    assertThat(found(done).result()).isEqualTo("42");
    succeed(running);
  }

  @Test
  void a_repeated_requeue_and_a_repeated_submit_change_nothing() {
    var id = fail(running());

    assertThat(tasks().requeue(List.of(id, id)))
        .containsExactly(RequeueResult.REQUEUED, RequeueResult.NOT_ENDED);
    assertThat(enqueue(Draft.of(id))).extracting(Enqueued::added).containsExactly(false);
    assertThat(lease(10)).hasSize(1);
    assertThat(tasks().cancel(id)).isEqualTo(CancelResult.REQUESTED);
  }
}
