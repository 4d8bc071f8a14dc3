// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.LogLine;
import dev.lovage.TaskId;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.Report;
import dev.lovage.spi.TaskFilter;
import dev.lovage.spi.TaskLookup;
import dev.lovage.spi.TaskLookup.Forgotten;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How long ended tasks are remembered.
public abstract class RetentionContract extends Contract {

  private static final Duration TTL = Duration.ofHours(1);
  private static final Duration TOMBSTONE = Duration.ofDays(30);

  private TaskId ended() {
    return succeed(running(draft().ttl(TTL)));
  }

  @Test
  void the_time_to_live_counts_from_the_end() {
    var lease = running(draft().ttl(TTL));
    for (int i = 0; i < 10; i++) {
      advance(Duration.ofMinutes(30));
      beat(lease);
    }
    var id = succeed(lease);
    var end = now();

    advance(TTL.minusMillis(1));
    assertThat(queries().find(id)).isInstanceOf(TaskLookup.Found.class);
    advance(Duration.ofMillis(1));
    assertThat(queries().find(id)).isEqualTo(new Forgotten(end.plus(TTL)));
  }

  @Test
  void failed_and_cancelled_tasks_are_forgotten_too() {
    var failed = fail(running(draft().ttl(TTL)));
    var cancelled = submit(draft().ttl(TTL));
    tasks().cancel(cancelled);

    advance(TTL);

    assertThat(tasks().prune(10)).isEqualTo(2);
    assertThat(queries().find(failed)).isInstanceOf(Forgotten.class);
    assertThat(queries().find(cancelled)).isInstanceOf(Forgotten.class);
  }

  @Test
  void a_forgotten_task_is_gone_from_all_reads_even_before_it_is_pruned() {
    var lease = running(draft().ttl(TTL));
    settle(
        lease,
        new Outcome.Succeeded("1"),
        new Report(null, List.of(new LogLine(now(), 1, 1, "line"))));
    var kept = submit();

    advance(TTL);

    assertThat(queries().states(List.of(lease.task(), kept))).containsOnlyKeys(kept);
    assertThat(queries().list(new TaskFilter(null, null, null, null, 10)).tasks())
        .extracting(task -> task.id())
        .containsExactly(kept);
    assertThat(queries().log(lease.task())).isEmpty();
  }

  @Test
  void pruning_leaves_what_is_not_over() {
    var young = ended();
    var unfinished = submit(draft().ttl(Duration.ofMillis(1)).delay(Duration.ofDays(100)));

    advance(TTL.minusMillis(1));

    assertThat(tasks().prune(10)).isZero();
    assertThat(queries().find(young)).isInstanceOf(TaskLookup.Found.class);
    advance(Duration.ofDays(50));
    assertThat(tasks().prune(10)).isEqualTo(1);
    assertThat(queries().find(unfinished)).isInstanceOf(TaskLookup.Found.class);
  }

  @Test
  void pruning_forgets_no_more_than_it_is_asked_to() {
    for (int i = 0; i < 5; i++) {
      ended();
    }
    advance(TTL);

    assertThat(tasks().prune(2)).isEqualTo(2);
    assertThat(tasks().prune(2)).isEqualTo(2);
    assertThat(tasks().prune(2)).isEqualTo(1);
    assertThat(tasks().prune(2)).isZero();
  }

  @Test
  void a_forgotten_id_stays_known_for_30_days() {
    var id = ended();
    advance(TTL);
    var since = now();
    tasks().prune(10);

    assertThat(queries().find(id)).isEqualTo(new Forgotten(since));
    advance(TOMBSTONE.minusMillis(1));
    tasks().prune(10);
    assertThat(queries().find(id)).isEqualTo(new Forgotten(since));
    advance(Duration.ofMillis(1));
    tasks().prune(10);
    assertThat(queries().find(id)).isEqualTo(new TaskLookup.Unknown());
  }

  @Test
  void a_late_repeat_of_a_forgotten_submit_does_not_run_again() {
    var receipt = enqueue(draft().ttl(TTL)).getFirst();
    succeed(lease());
    advance(TTL);

    assertThat(enqueue(Draft.of(receipt.id())).getFirst())
        .isEqualTo(new Enqueued(receipt.id(), receipt.version(), false));
    tasks().prune(10);
    assertThat(enqueue(Draft.of(receipt.id())).getFirst())
        .isEqualTo(new Enqueued(receipt.id(), receipt.version(), false));
    assertThat(lease(10)).isEmpty();
  }

  @Test
  void an_id_that_is_unknown_again_can_be_submitted_again() {
    var receipt = enqueue(draft().ttl(TTL)).getFirst();
    succeed(lease());
    advance(TTL);
    tasks().prune(10);
    advance(TOMBSTONE);
    tasks().prune(10);

    var again = enqueue(Draft.of(receipt.id())).getFirst();

    assertThat(again.added()).isTrue();
    assertThat(again.version()).isGreaterThan(receipt.version());
  }

  @Test
  void versions_are_not_used_again_after_pruning() {
    enqueue(draft().ttl(TTL));
    var newest = enqueue(draft().ttl(TTL)).getFirst();
    lease(10).forEach(this::succeed);
    advance(TTL);
    assertThat(tasks().prune(10)).isEqualTo(2);

    assertThat(enqueue(draft()).getFirst().version()).isGreaterThan(newest.version());
  }

  @Test
  void a_served_value_outlives_the_task_that_computed_it() {
    succeed(running(draft().ttl(TTL).publishes("latest")), "42");

    advance(TTL);
    tasks().prune(10);

    assertThat(engine.values().get("latest").orElseThrow().json()).isEqualTo("42");
  }

  @Test
  void a_pruned_task_is_not_settled_any_more() {
    var lease = running(draft().ttl(TTL));
    succeed(lease);
    advance(TTL);
    tasks().prune(10);

    assertThat(settle(lease, new Outcome.Succeeded("2")).lost()).containsExactly(lease.task());
    assertThat(beat(lease).lost()).containsExactly(lease.task());
  }
}
