// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static dev.lovage.TaskState.CANCELLED;
import static dev.lovage.TaskState.QUEUED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.Unique;
import dev.lovage.spi.Lease;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.Report;
import dev.lovage.spi.TaskLookup;
import dev.lovage.spi.ValueVersion;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What an attempt leaves before its end: checkpoints and interim values; and the tasks that it
/// submits with its result.
public abstract class InterimContract extends Contract {

  private static Report checkpoint(String json) {
    return new Report(null, List.of(), json, null);
  }

  private static Report interim(String json) {
    return new Report(null, List.of(), null, json);
  }

  private Lease publishing() {
    return running(draft().publishes("latest"));
  }

  private void report(Lease lease, Report report) {
    var beat = new dev.lovage.spi.Heartbeat.Beat(lease, report);
    tasks().extend(new dev.lovage.spi.Heartbeat(worker("w1"), LEASE, List.of(beat), false));
  }

  private ValueVersion latest() {
    return engine.values().get("latest").orElseThrow();
  }

  @Test
  void the_next_attempt_is_given_the_checkpoint() {
    var first = running();
    assertThat(first.work().checkpoint()).isNull();
    report(first, checkpoint("1"));
    report(first, checkpoint("2"));
    letLeasesRunOut();
    var second = lease();
    assertThat(second.work().checkpoint()).isEqualTo("2");

    settle(second, new Outcome.Retry(Duration.ZERO, ERROR), checkpoint("3"));

    assertThat(lease().work().checkpoint()).isEqualTo("3");
  }

  @Test
  void a_lost_lease_leaves_no_checkpoint_and_no_value() {
    var first = publishing();
    letLeasesRunOut();
    var second = lease();

    report(first, new Report(null, List.of(), "1", "\"late\""));
    settle(first, new Outcome.Retry(Duration.ZERO, ERROR), checkpoint("1"));
    release(second);

    assertThat(lease().work().checkpoint()).isNull();
    assertThat(engine.values().get("latest")).isEmpty();
  }

  @Test
  void a_task_that_is_queued_again_begins_without_a_checkpoint() {
    var lease = running();
    report(lease, checkpoint("1"));
    settle(lease, new Outcome.Failed(ERROR), checkpoint("2"));
    tasks().requeue(List.of(lease.task()));

    assertThat(lease().work().checkpoint()).isNull();
  }

  @Test
  void interim_values_are_served_in_steps_and_the_result_is_the_last() {
    var older = publishing();
    var newer = publishing();

    report(newer, interim("1"));
    assertThat(latest()).isEqualTo(new ValueVersion("latest", newer.version(), 1, "1", now()));
    report(newer, interim("2"));
    assertThat(latest().step()).isEqualTo(2);
    report(older, interim("\"old\""));
    succeed(older, "\"old\"");
    assertThat(latest().json()).isEqualTo("2");
    succeed(newer, "3");

    assertThat(latest()).isEqualTo(new ValueVersion("latest", newer.version(), "3", now()));
    report(newer, interim("4"));
    assertThat(latest().json()).isEqualTo("3");
  }

  @Test
  void the_steps_of_another_attempt_go_on_where_those_of_the_first_ended() {
    var first = publishing();
    report(first, interim("1"));
    report(first, interim("2"));
    letLeasesRunOut();

    report(lease(), interim("3"));

    assertThat(latest()).isEqualTo(new ValueVersion("latest", first.version(), 3, "3", now()));
  }

  @Test
  void an_interim_value_of_a_superseded_task_is_not_served() {
    var older = running(draft().publishes("latest").unique(Unique.supersede("k")));
    submit(draft().publishes("latest").unique(Unique.supersede("k")));

    report(older, interim("1"));

    assertThat(engine.values().get("latest")).isEmpty();
  }

  @Test
  void a_type_that_publishes_nothing_serves_nothing() {
    report(running(), interim("1"));

    assertThat(engine.values().get("latest")).isEmpty();
  }

  @Test
  void tasks_submitted_with_a_result_are_accepted_with_it() {
    var lease = running();
    var next = draft();
    var after = draft().after(next.task().id());

    settle(lease, new Outcome.Succeeded("1", tasksOf(next, after)));

    assertThat(state(next.task().id())).isEqualTo(QUEUED);
    assertThat(lease().task()).isEqualTo(next.task().id());
    assertThat(task(next.task().id()).version()).isGreaterThan(lease.version());
  }

  @Test
  void without_the_result_there_are_no_such_tasks() {
    var lost = running();
    letLeasesRunOut();
    var superseded = running(draft().unique(Unique.supersede("k")));
    submit(draft().unique(Unique.supersede("k")));
    var next = draft();

    settle(lost, new Outcome.Succeeded("1", tasksOf(next)));
    settle(superseded, new Outcome.Succeeded("1", tasksOf(next)));

    assertThat(queries().find(next.task().id())).isEqualTo(new TaskLookup.Unknown());
  }

  @Test
  void a_task_submitted_with_a_result_that_waits_for_an_unknown_one_is_cancelled() {
    var next = draft().after(newId());

    succeedWith(running(), next);

    assertThat(state(next.task().id())).isEqualTo(CANCELLED);
  }

  private void succeedWith(Lease lease, Draft next) {
    assertThat(settle(lease, new Outcome.Succeeded("1", tasksOf(next))).lost()).isEmpty();
  }
}
