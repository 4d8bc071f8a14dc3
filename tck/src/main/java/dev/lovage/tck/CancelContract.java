// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static dev.lovage.TaskState.CANCELLED;
import static dev.lovage.TaskState.FAILED;
import static dev.lovage.TaskState.RUNNING;
import static dev.lovage.TaskState.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.TaskError;
import dev.lovage.TaskId;
import dev.lovage.spi.CancelResult;
import dev.lovage.spi.Lease;
import dev.lovage.spi.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How tasks are stopped by a person.
public abstract class CancelContract extends Contract {

  private Lease cancelledWhileRunning() {
    var lease = running();
    assertThat(tasks().cancel(lease.task())).isEqualTo(CancelResult.REQUESTED);
    return lease;
  }

  private void isCancelled(TaskId id) {
    assertThat(state(id)).isEqualTo(CANCELLED);
    assertThat(errorType(id)).isEqualTo(TaskError.CANCELLED);
    assertThat(task(id).run().endedAt()).isEqualTo(now());
    assertThat(lease(10)).isEmpty();
  }

  @Test
  void a_task_that_does_not_run_is_cancelled_at_once() {
    var retrying = retry(running(), Duration.ofHours(1));
    var blocker = running();
    var waiting = submit(draft().after(blocker.task()));
    var scheduled = submit(draft().delay(Duration.ofHours(1)));
    var queued = submit();

    for (var id : List.of(retrying, waiting, scheduled, queued)) {
      assertThat(tasks().cancel(id)).isEqualTo(CancelResult.CANCELLED);
    }

    List.of(retrying, waiting, scheduled, queued).forEach(this::isCancelled);
    succeed(blocker);
    isCancelled(waiting);
    advance(Duration.ofHours(1));
    assertThat(lease(10)).isEmpty();
  }

  @Test
  void a_task_that_runs_is_only_asked_to_stop() {
    var lease = cancelledWhileRunning();

    assertThat(state(lease.task())).isEqualTo(RUNNING);
    assertThat(task(lease.task()).run().cancelRequested()).isTrue();
    assertThat(tasks().cancel(lease.task())).isEqualTo(CancelResult.REQUESTED);
  }

  @Test
  void the_worker_ends_a_task_that_it_was_asked_to_stop() {
    var lease = cancelledWhileRunning();

    settle(lease, new Outcome.Cancelled(TaskError.of(TaskError.CANCELLED, "stopped")));

    isCancelled(lease.task());
  }

  @Test
  void a_result_or_failure_that_comes_all_the_same_stands() {
    var succeeded = succeed(cancelledWhileRunning(), "42");
    var failed = fail(cancelledWhileRunning());

    assertThat(state(succeeded)).isEqualTo(SUCCEEDED);
    assertThat(found(succeeded).result()).isEqualTo("42");
    assertThat(state(failed)).isEqualTo(FAILED);
    assertThat(task(failed).error()).isEqualTo(ERROR);
  }

  @Test
  void a_retry_of_a_task_to_be_cancelled_cancels_it() {
    isCancelled(retry(cancelledWhileRunning(), Duration.ZERO));
  }

  @Test
  void a_release_of_a_task_to_be_cancelled_cancels_it() {
    isCancelled(release(cancelledWhileRunning()));
  }

  @Test
  void a_task_to_be_cancelled_whose_worker_died_is_cancelled_by_reclaiming() {
    var lease = cancelledWhileRunning();
    letLeasesRunOut();

    assertThat(tasks().reclaim()).isEqualTo(1);

    isCancelled(lease.task());
    assertThat(task(lease.task()).run().lost()).isEqualTo(1);
  }

  @Test
  void a_task_to_be_cancelled_whose_worker_died_is_cancelled_by_the_next_lease() {
    var lease = cancelledWhileRunning();
    var waiting = submit(draft().after(lease.task()));
    letLeasesRunOut();

    assertThat(lease(10)).isEmpty();

    isCancelled(lease.task());
    assertThat(errorType(waiting)).isEqualTo(TaskError.PREDECESSOR);
  }

  @Test
  void an_ended_task_is_not_cancelled() {
    var succeeded = succeed(running());
    var failed = fail(running());
    var cancelled = submit();
    tasks().cancel(cancelled);

    for (var id : List.of(succeeded, failed, cancelled)) {
      assertThat(tasks().cancel(id)).isEqualTo(CancelResult.ALREADY_FINAL);
    }
    assertThat(state(succeeded)).isEqualTo(SUCCEEDED);
    assertThat(state(failed)).isEqualTo(FAILED);
  }

  @Test
  void unknown_and_forgotten_tasks_are_told_apart() {
    var done = succeed(running(draft().ttl(Duration.ofHours(1))));
    advance(Duration.ofHours(1));

    assertThat(tasks().cancel(newId())).isEqualTo(CancelResult.UNKNOWN);
    assertThat(tasks().cancel(done)).isEqualTo(CancelResult.FORGOTTEN);
    tasks().prune(10);
    assertThat(tasks().cancel(done)).isEqualTo(CancelResult.FORGOTTEN);
  }
}
