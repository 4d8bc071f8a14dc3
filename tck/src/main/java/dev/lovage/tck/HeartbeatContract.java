// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.LogLine;
import dev.lovage.Progress;
import dev.lovage.spi.Heartbeat;
import dev.lovage.spi.Heartbeat.Beat;
import dev.lovage.spi.Lease;
import dev.lovage.spi.Report;
import dev.lovage.spi.WorkerInfo;
import dev.lovage.spi.WorkerStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a worker's heartbeat does for its leases, its reports and its place on the list.
public abstract class HeartbeatContract extends Contract {

  private void beat(WorkerInfo worker, boolean leaving, Beat... beats) {
    tasks().extend(new Heartbeat(worker, LEASE, List.of(beats), leaving));
  }

  private void report(Lease lease, Report report) {
    beat(worker("w1"), false, new Beat(lease, report));
  }

  @Test
  void a_heartbeat_keeps_leases_alive() {
    var kept = running();
    var dropped = running();
    advance(Duration.ofSeconds(10));

    var reply = beat(kept);
    assertThat(reply.lost()).isEmpty();
    assertThat(reply.cancelling()).isEmpty();
    advance(Duration.ofSeconds(10));

    assertThat(lease(10)).extracting(Lease::task).containsExactly(dropped.task());
    advance(Duration.ofSeconds(5));
    assertThat(lease(10)).extracting(Lease::task).containsExactly(kept.task());
  }

  @Test
  void the_heartbeat_says_how_long_the_leases_last_from_now() {
    var lease = running();

    tasks()
        .extend(
            new Heartbeat(
                worker("w1"),
                Duration.ofSeconds(2),
                List.of(new Beat(lease, Report.empty())),
                false));

    advance(Duration.ofSeconds(2));
    assertThat(tasks().reclaim()).isEqualTo(1);
  }

  @Test
  void progress_is_kept_and_a_report_without_any_leaves_it() {
    var lease = running();

    report(lease, new Report(new Progress(0.25, "a quarter é🌿"), List.of()));
    report(lease, Report.empty());

    assertThat(task(lease.task()).run().progress()).isEqualTo(new Progress(0.25, "a quarter é🌿"));
    report(lease, new Report(new Progress(0.5, ""), List.of()));
    assertThat(task(lease.task()).run().progress()).isEqualTo(new Progress(0.5, ""));
  }

  @Test
  void a_new_attempt_has_made_no_progress() {
    var lease = running();
    report(lease, new Report(new Progress(0.25, "a quarter"), List.of()));
    letLeasesRunOut();

    lease();

    assertThat(task(lease.task()).run().progress()).isNull();
  }

  @Test
  void log_lines_are_appended() {
    var lease = running();
    var first = new LogLine(now(), 1, 1, "first");
    var second = new LogLine(now().plusNanos(1_000), 1, 2, "");
    var third = new LogLine(now(), 1, 3, "third");

    report(lease, new Report(null, List.of(first, second)));
    report(lease, new Report(null, List.of(third)));

    assertThat(queries().log(lease.task())).containsExactly(first, second, third);
    assertThat(queries().log(lease.task(), 1)).containsExactly(second, third);
    assertThat(queries().log(lease.task(), 3)).isEmpty();
    assertThat(queries().log(lease.task(), 1_000)).isEmpty();
  }

  @Test
  void a_report_that_is_repeated_after_a_lost_answer_adds_no_line_twice() {
    var lease = running();
    var first = new LogLine(now(), 1, 1, "first");
    var second = new LogLine(now(), 1, 2, "second");

    report(lease, new Report(null, List.of(first)));
    report(lease, new Report(null, List.of(first, second)));

    assertThat(queries().log(lease.task())).containsExactly(first, second);
  }

  @Test
  void a_heartbeat_tells_what_shall_be_cancelled() {
    var one = running();
    var other = running();
    tasks().cancel(one.task());

    var reply = beat(one, other);

    assertThat(reply.cancelling()).containsExactly(one.task());
    assertThat(reply.lost()).isEmpty();
  }

  @Test
  void a_worker_is_listed_by_its_heartbeat_with_what_it_holds() {
    running();
    running();
    var worker =
        new WorkerInfo("w1", "box", 77, Map.of("default", 2, "io", 1_000), Set.of("a", "b"), false);

    beat(worker, false);

    assertThat(queries().workers())
        .containsExactly(new WorkerStatus(worker, now(), now(), 2, true));
  }

  @Test
  void later_heartbeats_change_what_is_known_but_not_the_start() {
    var start = now();
    beat(worker("w1"), false);
    advance(Duration.ofSeconds(5));
    var draining = new WorkerInfo("w1", "host", 7, Map.of(), Set.of(), true);

    beat(draining, false);

    assertThat(queries().workers())
        .containsExactly(new WorkerStatus(draining, start, now(), 0, true));
  }

  @Test
  void a_worker_is_alive_until_its_lease_is_over() {
    beat(worker("w1"), false);

    advance(LEASE.minusMillis(1));
    assertThat(queries().workers()).extracting(WorkerStatus::alive).containsExactly(true);
    advance(Duration.ofMillis(1));
    assertThat(queries().workers()).extracting(WorkerStatus::alive).containsExactly(false);
  }

  @Test
  void workers_are_listed_by_start() {
    beat(worker("w2"), false);
    advance(Duration.ofSeconds(1));
    beat(worker("w1"), false);
    beat(worker("w2"), false);

    assertThat(queries().workers())
        .extracting(status -> status.info().id())
        .containsExactly("w2", "w1");
  }

  @Test
  void a_worker_that_leaves_is_struck_off_and_its_last_reports_are_kept() {
    var lease = running();
    beat(worker("w1"), false);
    beat(worker("w2"), false);
    var line = new LogLine(now(), 1, 1, "last words");

    beat(worker("w1"), true, new Beat(lease, new Report(null, List.of(line))));

    assertThat(queries().workers()).extracting(status -> status.info().id()).containsExactly("w2");
    assertThat(queries().log(lease.task())).containsExactly(line);
    beat(worker("w1"), true);
  }

  @Test
  void a_worker_not_seen_for_a_day_is_removed_by_pruning() {
    beat(worker("w1"), false);
    advance(Duration.ofHours(23));
    beat(worker("w2"), false);
    tasks().prune(10);
    assertThat(queries().workers()).hasSize(2);

    advance(Duration.ofHours(1));
    tasks().prune(10);

    assertThat(queries().workers()).extracting(status -> status.info().id()).containsExactly("w2");
  }
}
