// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static dev.lovage.TaskState.CANCELLED;
import static dev.lovage.TaskState.QUEUED;
import static dev.lovage.TaskState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.TaskError;
import dev.lovage.spi.Enqueued;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Tasks that name others as they arrive: waiting, ready, cancelled or refused.
public abstract class ArrivalContract extends Contract {

  private void refused(ErrorCode code, Draft... drafts) {
    assertThatThrownBy(() -> enqueue(drafts))
        .isInstanceOfSatisfying(LovageException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void a_task_after_a_success_does_not_wait() {
    var done = succeed(running());
    var open = running();

    assertThat(state(submit(draft().after(done)))).isEqualTo(QUEUED);
    assertThat(state(submit(draft().after(done, open.task())))).isEqualTo(WAITING);
  }

  @Test
  void a_task_after_a_failure_is_accepted_as_cancelled() {
    var failed = fail(running());

    var receipts = enqueue(draft().after(failed), draft());

    assertThat(receipts).extracting(Enqueued::added).containsOnly(true);
    var id = receipts.getFirst().id();
    assertThat(state(id)).isEqualTo(CANCELLED);
    assertThat(errorType(id)).isEqualTo(TaskError.PREDECESSOR);
    assertThat(task(id).run().endedAt()).isEqualTo(now());
  }

  @Test
  void a_list_may_hold_a_task_and_what_waits_for_it() {
    var a = draft();
    var b = draft().after(a.task().id());
    var c = draft().after(a.task().id(), b.task().id());

    enqueue(a, b, c);

    assertThat(state(a.task().id())).isEqualTo(QUEUED);
    assertThat(state(b.task().id())).isEqualTo(WAITING);
    succeed(lease());
    assertThat(state(c.task().id())).isEqualTo(WAITING);
    succeed(lease());
    assertThat(lease().task()).isEqualTo(c.task().id());
  }

  @Test
  void a_list_behind_a_failure_is_cancelled_all_along() {
    var failed = fail(running());
    var a = draft().after(failed);
    var b = draft().after(a.task().id());

    enqueue(a, b);

    assertThat(state(b.task().id())).isEqualTo(CANCELLED);
  }

  @Test
  void a_predecessor_must_be_known_or_stand_earlier_in_the_list() {
    var a = draft();
    var itself = draft();

    refused(ErrorCode.UNKNOWN_TASK, draft().after(newId()));
    refused(ErrorCode.UNKNOWN_TASK, draft().after(a.task().id()), a);
    refused(ErrorCode.UNKNOWN_TASK, itself.after(itself.task().id()));
  }

  @Test
  void a_forgotten_predecessor_is_refused_as_such() {
    var done = succeed(running(draft().ttl(Duration.ofHours(1))));
    advance(Duration.ofHours(1));

    refused(ErrorCode.FORGOTTEN, draft().after(done));
    tasks().prune(10);
    refused(ErrorCode.FORGOTTEN, draft().after(done));
  }

  @Test
  void a_repeated_submit_does_not_ask_for_its_predecessors_again() {
    var first = succeed(running(draft().ttl(Duration.ofHours(1))));
    var second = draft().after(first);
    var receipt = enqueue(second).getFirst();
    advance(Duration.ofHours(1));
    tasks().prune(10);

    assertThat(enqueue(second).getFirst())
        .isEqualTo(new Enqueued(receipt.id(), receipt.version(), false));
  }
}
