// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.Cause;
import dev.lovage.Lovage;
import dev.lovage.LovageException;
import dev.lovage.Task;
import dev.lovage.TaskState;
import dev.lovage.TaskType;
import dev.lovage.Unique;
import dev.lovage.spi.DueTickers;
import dev.lovage.spi.TaskFilter;
import dev.lovage.testkit.ManualTime;
import dev.lovage.testkit.MemoryEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Schedules over the engine in memory, a look of the scheduler at a time.
class SchedulesTest {

  private final ManualTime time = new ManualTime();
  private final MemoryEngine engine = MemoryEngine.create(time);
  private final Lovage lovage = Lovage.over(engine, time, new SplittableRandom(1));
  private final TaskType<String, String> report =
      lovage.task(
          "report",
          String.class,
          String.class,
          text -> text,
          task -> task.queue("slow").priority(7));
  private final Schedules schedules = Schedules.over(lovage);
  private final Ticking ticking = schedules.ticking();

  @AfterEach
  void close() {
    lovage.close();
  }

  private Schedule put(Consumer<ScheduleOptions> options) {
    return schedules.put("nightly", report, "all", options);
  }

  /// What the scheduler does when it wakes.
  private int look() {
    return look(Duration.ZERO);
  }

  private int look(Duration ahead) {
    DueTickers due = lovage.tickers().due(ahead, 100);
    int fired = 0;
    for (var answer : lovage.tickers().fire(ticking.ticks(due))) {
      fired += answer.tasks().size();
    }
    return fired;
  }

  private int after(Duration duration) {
    time.advance(duration);
    return look();
  }

  private List<Task> tasks() {
    return lovage.queries().list(new TaskFilter(null, null, null, null, 100)).tasks();
  }

  @Test
  void makes_a_task_at_each_tick_with_the_options_of_its_type() {
    put(s -> s.cron("0 3 * * *").zone("Europe/Berlin"));

    assertThat(look()).isZero();
    assertThat(after(Duration.ofHours(2))).isEqualTo(1);
    assertThat(after(Duration.ofHours(23))).isZero();
    assertThat(after(Duration.ofHours(1))).isEqualTo(1);
    assertThat(tasks()).hasSize(2);
    var task = tasks().getLast();
    assertThat(task.type()).isEqualTo("report");
    assertThat(task.placement().queue()).isEqualTo("slow");
    assertThat(task.placement().priority()).isEqualTo(7);
    assertThat(task.placement().cause())
        .isEqualTo(new Cause("schedule", "nightly", "2026-01-01T02:00:00Z"));
  }

  @Test
  void shows_what_it_does() {
    var schedule =
        put(s -> s.cron("0 3 * * *").zone("Europe/Berlin").jitter(Duration.ofMinutes(90)));

    assertThat(schedule.words())
        .isEqualTo("at 03:00, Europe/Berlin, up to 1 hour 30 minutes later");
    assertThat(schedule.makes()).isEqualTo(new Schedule.Made("report", "\"all\"", "slow", 7));
    assertThat(schedule.progress().next())
        .isBetween(Instant.parse("2026-01-01T02:00:00Z"), Instant.parse("2026-01-01T03:30:00Z"));
    assertThat(schedules.list()).containsExactly(schedule);
    assertThat(schedules.next("nightly", 10)).hasSize(10).isSorted();
    put(s -> s.every(Duration.ofMinutes(90)).start(Instant.parse("2026-01-01T00:10:00Z")));
    assertThat(schedules.find("nightly").orElseThrow().words())
        .isEqualTo("every 1 hour 30 minutes, from 2026-01-01T00:10:00Z");
  }

  @Test
  void a_process_that_does_not_know_the_type_makes_the_same_task() {
    put(s ->
        s.every(Duration.ofHours(1))
            .submit(options -> options.key("tenant").unique(Unique.attach("k"))));
    try (var other = Lovage.over(engine.another(), time, new SplittableRandom(2))) {
      var ticks = Schedules.over(other).ticking();
      time.advance(Duration.ofHours(1));
      other.tickers().fire(ticks.ticks(other.tickers().due(Duration.ZERO, 10)));
    }

    assertThat(tasks().getFirst().placement().queue()).isEqualTo("slow");
  }

  @Test
  void the_instant_of_the_tick_is_the_argument_if_there_is_no_other() {
    var at = lovage.task("at", Instant.class, String.class, Instant::toString);
    schedules.declare("hourly", at, s -> s.cron("@hourly"));
    ticking.putDeclared();
    after(Duration.ofHours(1));

    var found = (dev.lovage.spi.TaskLookup.Found) lovage.queries().find(tasks().getFirst().id());
    assertThat(found.argument()).isEqualTo("\"2026-01-01T01:00:00Z\"");
  }

  @Test
  void missed_ticks_are_left_out_made_up_for_once_or_all_up_to_a_number() {
    put(s -> s.every(Duration.ofHours(1)).missed(Missed.ONCE));
    assertThat(after(Duration.ofHours(10))).isEqualTo(1);
    assertThat(tasks().getFirst().placement().cause().what()).isEqualTo("2026-01-01T10:00:00Z");
    put(s -> s.every(Duration.ofHours(1)).missed(Missed.SKIP));
    assertThat(after(Duration.ofMinutes(10 * 60 + 1))).isZero();
    assertThat(after(Duration.ofMinutes(59))).isEqualTo(1);
    put(s -> s.every(Duration.ofHours(1)).missedUpTo(3));
    assertThat(after(Duration.ofHours(10))).isEqualTo(3);
    assertThat(after(Duration.ofHours(2))).isEqualTo(2);
  }

  @Test
  void on_overlap_a_tick_is_left_out_or_one_waits_in_the_ledger() {
    put(s -> s.every(Duration.ofHours(1)).overlap(Overlap.SKIP));
    assertThat(after(Duration.ofHours(1))).isEqualTo(1);
    assertThat(after(Duration.ofHours(1))).isZero();
    lovage.cancel(tasks().getFirst().id());
    assertThat(after(Duration.ofHours(1))).isEqualTo(1);
    assertThat(schedules.find("nightly").orElseThrow().progress().skipped()).isEqualTo(1);
    lovage.cancel(tasks().getFirst().id());

    put(s -> s.every(Duration.ofHours(1)).overlap(Overlap.QUEUE));
    assertThat(after(Duration.ofHours(1))).isEqualTo(1);
    assertThat(after(Duration.ofHours(1))).isEqualTo(1);
    assertThat(after(Duration.ofHours(1))).isZero();
    var request =
        new dev.lovage.spi.LeaseRequest(
            "w",
            Duration.ofHours(9),
            java.util.Set.of("report"),
            List.of(new dev.lovage.spi.LeaseRequest.QueueLimit("slow", 9)));
    assertThat(engine.tasks().lease(request).leases()).hasSize(1);
    assertThat(engine.tasks().lease(request).leases()).isEmpty();
  }

  @Test
  void a_tick_is_accepted_shortly_before_it_is_due_and_starts_then() {
    var ahead = Duration.ofSeconds(1);
    var minute = Duration.ofMinutes(1);
    put(s -> s.every(minute).jitter(Duration.ofMillis(500)));
    assertThat(look(ahead)).isZero();
    time.advance(minute.minusMillis(200));
    var due = schedules.next("nightly", 1).getFirst();
    assertThat(look(ahead)).isEqualTo(1);
    assertThat(look(ahead)).isZero();
    assertThat(tasks().getFirst().state()).isEqualTo(TaskState.SCHEDULED);
    assertThat(tasks().getFirst().placement().dueAt()).isEqualTo(due);
    assertThat(tasks().getFirst().placement().cause().what()).isEqualTo("2026-01-01T00:01:00Z");

    // Changed or paused and resumed meanwhile, the tick does not come again.
    put(s -> s.every(minute));
    schedules.pause("nightly");
    schedules.resume("nightly");
    assertThat(after(Duration.ofSeconds(2))).isZero();
    assertThat(after(minute)).isEqualTo(1);
    assertThat(tasks()).hasSize(2);
  }

  @Test
  void where_the_time_of_acceptance_matters_no_tick_is_accepted_ahead() {
    var ahead = Duration.ofSeconds(1);
    var minute = Duration.ofMinutes(1);
    put(s -> s.every(minute).overlap(Overlap.SKIP));
    time.advance(minute.minusMillis(200));
    assertThat(look(ahead)).isEqualTo(1);
    time.advance(minute);
    assertThat(look(ahead)).isZero(); // The last one may still end in time.
    lovage.cancel(tasks().getFirst().id());
    assertThat(after(Duration.ofMillis(200))).isEqualTo(1);

    put(s -> s.every(minute).submit(options -> options.unique(Unique.attach("k"))));
    time.advance(minute.minusMillis(200));
    assertThat(look(ahead)).isZero();
    assertThat(after(Duration.ofMillis(200))).isEqualTo(1);
    put(s -> s.every(minute).submit(options -> options.expiry(Duration.ofMillis(100))));
    time.advance(minute.minusMillis(200));
    assertThat(look(ahead)).isZero();
    assertThat(after(Duration.ofMillis(200))).isEqualTo(1);
  }

  @Test
  void paused_it_makes_nothing_and_resumed_nothing_is_made_up_for() {
    put(s -> s.every(Duration.ofHours(1)).missedUpTo(10));
    assertThat(schedules.pause("nightly").paused()).isTrue();
    assertThat(after(Duration.ofHours(5))).isZero();
    assertThatThrownBy(() -> schedules.run("nightly")).hasMessageContaining("paused");
    schedules.resume("nightly");
    assertThat(look()).isZero();
    assertThat(after(Duration.ofHours(1))).isEqualTo(1);
  }

  @Test
  void runs_now_and_its_ticks_stay_as_they_were() {
    put(s -> s.every(Duration.ofHours(1)));
    var id = schedules.run("nightly");
    var other = schedules.run("nightly");

    assertThat(tasks()).extracting(Task::id).containsExactly(other, id);
    assertThat(tasks().getFirst().placement().cause().what()).startsWith("run at ");
    assertThat(schedules.find("nightly").orElseThrow().progress().fired()).isEqualTo(2);
    assertThat(after(Duration.ofHours(1))).isEqualTo(1);
  }

  @Test
  void a_change_begins_from_now_and_a_declaration_that_is_there_changes_nothing() {
    schedules.declare("nightly", report, "all", s -> s.every(Duration.ofHours(1)));
    ticking.putDeclared();
    time.advance(Duration.ofHours(3));
    var before = schedules.find("nightly");
    ticking.putDeclared();
    assertThat(schedules.find("nightly")).isEqualTo(before);
    assertThat(look()).isEqualTo(1);

    time.advance(Duration.ofHours(3));
    put(s -> s.every(Duration.ofHours(2)));
    assertThat(look()).isZero();
    assertThat(after(Duration.ofHours(2))).isEqualTo(1);
    assertThatThrownBy(() -> schedules.declare("nightly", report, "x", s -> s.cron("@daily")))
        .hasMessageContaining("declared already");
  }

  @Test
  void removed_it_is_gone_and_unknown_ones_are_refused() {
    put(s -> s.every(Duration.ofHours(1)));
    assertThat(schedules.remove("nightly")).isTrue();
    assertThat(schedules.remove("nightly")).isFalse();
    assertThat(after(Duration.ofHours(5))).isZero();
    assertThatThrownBy(() -> schedules.run("nightly")).isInstanceOf(LovageException.class);
    assertThatThrownBy(() -> put(s -> s.at(Instant.EPOCH))).hasMessageContaining("never tick");
    assertThatThrownBy(() -> schedules.put("a b", report, "x", s -> s.cron("@daily")))
        .hasMessageStartingWith("name: ");
  }

  @Test
  void the_running_scheduler_carries_each_tick_out_once_however_many_there_are() throws Exception {
    put(s -> s.every(Duration.ofMinutes(1)));
    try (var other = Lovage.over(engine.another(), time, new SplittableRandom(2));
        var _ = schedules.start();
        var _ = Schedules.over(other).start()) {
      for (int i = 1; i <= 20; i++) {
        time.advance(Duration.ofMinutes(1));
        long wanted = i;
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (tasks().size() < wanted && System.nanoTime() < end) {
          Thread.onSpinWait();
        }
        assertThat(tasks()).hasSize(i);
      }
    }
    assertThat(tasks()).hasSize(20).allMatch(task -> task.state() == TaskState.QUEUED);
  }
}
