// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static dev.lovage.TaskState.CANCELLED;
import static dev.lovage.TaskState.QUEUED;
import static dev.lovage.TaskState.RUNNING;
import static dev.lovage.TaskState.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.TaskError;
import dev.lovage.TaskId;
import dev.lovage.Unique;
import dev.lovage.spi.CancelResult;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tasks that share their work, or take the place of others, by a key.
public abstract class UniqueContract extends Contract {

  private static final Duration KEEP = Duration.ofMinutes(1);

  private Draft attaching() {
    return draft().unique(Unique.attach("k"));
  }

  private Draft replacing() {
    return draft().unique(Unique.replace("k"));
  }

  private Draft superseding() {
    return draft().unique(Unique.supersede("k"));
  }

  private Enqueued one(Draft draft) {
    return enqueue(draft).getFirst();
  }

  private void isReplaced(TaskId id) {
    assertThat(state(id)).isEqualTo(CANCELLED);
    assertThat(errorType(id)).isEqualTo(TaskError.REPLACED);
  }

  @Test
  void a_submit_is_attached_to_the_task_of_its_key_until_that_one_has_ended() {
    var first = one(attaching());
    assertThat(first.added()).isTrue();

    assertThat(one(attaching())).isEqualTo(new Enqueued(first.id(), first.version(), false));
    var lease = lease();
    assertThat(one(attaching()).id()).isEqualTo(first.id());
    retry(lease, Duration.ofSeconds(1));
    assertThat(one(attaching()).id()).isEqualTo(first.id());
    advance(Duration.ofSeconds(1));
    succeed(lease());

    assertThat(one(attaching()).added()).isTrue();
    assertThat(lease(10)).hasSize(1);
  }

  @Test
  void keys_are_each_types_own_and_other_tasks_have_none() {
    one(attaching());

    assertThat(one(attaching().type("report")).added()).isTrue();
    assertThat(one(draft().unique(Unique.attach("other"))).added()).isTrue();
    assertThat(one(draft()).added()).isTrue();
  }

  @Test
  void the_rule_holds_within_a_list() {
    var receipts = enqueue(attaching(), draft(), attaching(), attaching());

    assertThat(receipts).extracting(Enqueued::added).containsExactly(true, true, false, false);
    assertThat(receipts.get(3).id()).isEqualTo(receipts.get(0).id());
    assertThat(lease(10)).hasSize(2);
  }

  @Test
  void a_repeated_submit_is_attached_to_the_same_task_even_when_that_has_ended() {
    var first = one(attaching());
    var second = attaching();
    one(second);
    succeed(lease());

    assertThat(one(second).id()).isEqualTo(first.id());
    assertThat(lease(10)).isEmpty();
  }

  @Test
  void a_task_about_to_be_cancelled_is_not_shared() {
    var lease = running(attaching());
    tasks().cancel(lease.task());

    assertThat(one(attaching()).added()).isTrue();
  }

  @Test
  void a_result_stands_for_as_long_as_it_is_kept() {
    var keeping = draft().unique(Unique.attach("k").keep(KEEP));
    var done = succeed(running(keeping), "42");
    advance(KEEP.minusMillis(1));

    assertThat(one(draft().unique(Unique.attach("k").keep(KEEP))).id()).isEqualTo(done);
    assertThat(one(draft().unique(Unique.attach("k").keep(KEEP.dividedBy(2)))).added()).isTrue();
    advance(KEEP);
    tasks().cancel(lease().task());
    assertThat(one(draft().unique(Unique.attach("k").keep(KEEP))).added()).isTrue();
  }

  @Test
  void a_failure_and_a_forgotten_result_stand_for_nothing() {
    fail(running(attaching()));
    assertThat(one(draft().unique(Unique.attach("k").keep(KEEP))).added()).isTrue();
    succeed(lease());
    var brief = draft().unique(Unique.attach("b").keep(KEEP)).ttl(Duration.ofSeconds(1));
    succeed(running(brief));
    advance(Duration.ofSeconds(1));

    assertThat(one(draft().unique(Unique.attach("b").keep(KEEP))).added()).isTrue();
  }

  @Test
  void a_task_goes_on_until_the_last_has_left() {
    var first = one(attaching());
    var second = attaching();
    one(second);
    var third = attaching();
    one(third);

    assertThat(tasks().leave(first.id(), second.task().id())).isEqualTo(CancelResult.KEPT);
    assertThat(tasks().leave(first.id(), second.task().id())).isEqualTo(CancelResult.KEPT);
    assertThat(tasks().leave(first.id(), first.id())).isEqualTo(CancelResult.KEPT);
    assertThat(state(first.id())).isEqualTo(QUEUED);
    assertThat(tasks().leave(first.id(), third.task().id())).isEqualTo(CancelResult.CANCELLED);
    assertThat(state(first.id())).isEqualTo(CANCELLED);
    assertThat(tasks().leave(first.id(), third.task().id())).isEqualTo(CancelResult.ALREADY_FINAL);
    assertThat(tasks().leave(newId(), newId())).isEqualTo(CancelResult.UNKNOWN);
  }

  @Test
  void leaving_a_task_without_a_key_cancels_it() {
    var id = submit();
    var running = running();

    assertThat(tasks().leave(running.task(), running.task())).isEqualTo(CancelResult.REQUESTED);
    tasks().leave(id, id);
    assertThat(state(running.task())).isEqualTo(RUNNING);
  }

  @Test
  void a_newer_submit_replaces_those_that_wait_and_lets_the_running_one_go_on() {
    var running = running(replacing());
    var scheduled = submit(replacing().delay(Duration.ofHours(1)));
    isReplacedBy(scheduled, one(replacing()));
    var queued = lease().task();
    var newest = one(replacing());

    assertThat(newest.added()).isTrue();
    assertThat(state(queued)).isEqualTo(RUNNING);
    succeed(running, "42");
    assertThat(state(running.task())).isEqualTo(SUCCEEDED);
    assertThat(lease().task()).isEqualTo(newest.id());
  }

  private void isReplacedBy(TaskId older, Enqueued newer) {
    assertThat(newer.added()).isTrue();
    isReplaced(older);
  }

  @Test
  void what_waited_for_a_replaced_task_is_cancelled_with_it() {
    var first = submit(replacing());
    var waiting = submit(draft().after(first));

    submit(replacing());

    isReplaced(first);
    assertThat(errorType(waiting)).isEqualTo(TaskError.PREDECESSOR);
  }

  @Test
  void a_superseded_task_is_asked_to_stop_and_its_result_is_never_published() {
    var older = running(superseding().publishes("latest"));
    var newer = one(superseding().publishes("latest"));

    assertThat(beat(older).cancelling()).containsExactly(older.task());
    assertThat(settle(older, new Outcome.Succeeded("\"old\"")).lost()).isEmpty();

    isReplaced(older.task());
    assertThat(found(older.task()).result()).isNull();
    assertThat(engine.values().get("latest")).isEmpty();
    assertThat(lease().task()).isEqualTo(newer.id());
  }

  @Test
  void a_superseded_task_that_fails_is_not_tried_again_and_one_whose_worker_died_neither() {
    var failing = running(superseding());
    var dying = running(superseding());
    retry(failing, Duration.ZERO);
    isReplaced(failing.task());
    submit(superseding());
    letLeasesRunOut();
    tasks().reclaim();

    isReplaced(dying.task());
    tasks().cancel(dying.task());
    assertThat(lease(10)).hasSize(1);
  }

  @Test
  void an_attached_submit_may_be_waited_for_by_its_own_id() {
    var first = one(attaching());
    var second = attaching();
    var receipts = enqueue(second, draft().after(second.task().id()));

    assertThat(receipts.get(0).id()).isEqualTo(first.id());
    assertThat(lease(10)).hasSize(1);
    assertThat(state(receipts.get(1).id())).isEqualTo(dev.lovage.TaskState.WAITING);
  }

  @Test
  void a_task_that_was_queued_again_stands_for_its_key_no_more() {
    var first = fail(running(attaching()));
    tasks().requeue(List.of(first));

    assertThat(one(attaching()).added()).isTrue();
    assertThat(lease(10)).hasSize(2);
  }

  @Test
  void pruned_tasks_leave_their_keys_and_waiters_behind() {
    var first = attaching().ttl(Duration.ofSeconds(1));
    var second = attaching();
    var id = one(first).id();
    one(second);
    succeed(lease());
    advance(Duration.ofSeconds(1));
    assertThat(tasks().prune(10)).isEqualTo(1);

    assertThat(one(second).added()).isTrue();
    assertThat(state(second.task().id())).isEqualTo(QUEUED);
    assertThat(tasks().leave(id, id)).isEqualTo(CancelResult.FORGOTTEN);
  }

  @Test
  void the_first_within_a_time_wins() {
    var first = submit(draft().unique(Unique.throttle("k", Duration.ofSeconds(10))));
    advance(Duration.ofSeconds(9));
    var second = enqueue(draft().unique(Unique.throttle("k", Duration.ofSeconds(10)))).getFirst();
    assertThat(second.id()).isEqualTo(first);
    assertThat(second.added()).isFalse();

    advance(Duration.ofSeconds(1));
    assertThat(
            enqueue(draft().unique(Unique.throttle("k", Duration.ofSeconds(10))))
                .getFirst()
                .added())
        .isTrue();
  }

  @Test
  void the_first_within_a_time_stands_whatever_became_of_it() {
    var throttle = Unique.throttle("k", Duration.ofSeconds(10));
    for (var id : List.of(submit(draft().unique(throttle)))) {
      fail(lease());
      assertThat(submit(draft().unique(throttle))).isEqualTo(id);
    }
    assertThat(enqueue(draft().type("other").unique(throttle)).getFirst().added()).isTrue();
    assertThat(lease(10)).isEmpty();
  }

  @Test
  void the_last_within_a_time_wins() {
    var last = newId();
    for (int i = 0; i < 5; i++) {
      last = submit(draft().unique(Unique.replace("k")).delay(Duration.ofSeconds(10)));
      advance(Duration.ofSeconds(9));
      assertThat(lease(10)).isEmpty();
    }
    advance(Duration.ofSeconds(1));
    assertThat(lease().task()).isEqualTo(last);
  }
}
