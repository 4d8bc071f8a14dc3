// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.LovageException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TicksTest {

  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  private static Ticks ticks(UnaryOperator<ScheduleOptions> options) {
    return Ticks.of("nightly", options.apply(new ScheduleOptions()).when());
  }

  @Test
  void an_interval_is_counted_from_1970_or_from_its_start() {
    var quarter = ticks(s -> s.every(Duration.ofMinutes(15)));
    assertThat(quarter.next(NOON)).contains(NOON.plusSeconds(900));
    assertThat(quarter.next(NOON.minusMillis(1))).contains(NOON);

    var anchored = ticks(s -> s.every(Duration.ofMinutes(15)).start(NOON.plusSeconds(60)));
    assertThat(anchored.next(NOON.minusSeconds(7_200))).contains(NOON.plusSeconds(60));
    assertThat(anchored.next(NOON.plusSeconds(60))).contains(NOON.plusSeconds(960));
  }

  @Test
  void nothing_comes_after_the_end_or_after_once() {
    var ending = ticks(s -> s.every(Duration.ofMinutes(1)).end(NOON.plusSeconds(60)));
    assertThat(ending.next(NOON)).contains(NOON.plusSeconds(60));
    assertThat(ending.next(NOON.plusSeconds(60))).isEmpty();

    var once = ticks(s -> s.at(NOON));
    assertThat(once.next(NOON.minusSeconds(1))).contains(NOON);
    assertThat(once.next(NOON)).isEmpty();
  }

  @Test
  void jitter_is_the_same_in_every_process_and_another_for_every_tick() {
    var ticks = ticks(s -> s.every(Duration.ofMinutes(1)).jitter(Duration.ofSeconds(30)));
    long least = Long.MAX_VALUE;
    long most = 0;
    for (int i = 0; i < 1_000; i++) {
      var tick = NOON.plusSeconds(60L * i);
      long late = Duration.between(tick, ticks.dueAt(tick)).toMillis();
      assertThat(ticks.dueAt(tick)).isEqualTo(ticks.dueAt(tick));
      least = Math.min(least, late);
      most = Math.max(most, late);
    }
    assertThat(least).isBetween(0L, 500L);
    assertThat(most).isBetween(29_500L, 29_999L);
  }

  @Test
  void what_is_due_are_the_last_ticks_that_have_come() {
    var ticks = ticks(s -> s.every(Duration.ofMinutes(1)));
    assertThat(ticks.due(NOON, NOON.plusSeconds(59), 5)).isEmpty();
    assertThat(ticks.due(NOON, NOON.plusSeconds(60), 5)).containsExactly(NOON.plusSeconds(60));
    assertThat(ticks.due(NOON, NOON.plus(Duration.ofDays(700)), 2))
        .containsExactly(
            NOON.plus(Duration.ofDays(700)).minusSeconds(60), NOON.plus(Duration.ofDays(700)));
    assertThat(ticks.due(NOON, NOON.plusSeconds(600), 1_000)).hasSize(10);
  }

  @Test
  void with_jitter_a_tick_is_due_when_its_own_time_has_come() {
    var ticks = ticks(s -> s.every(Duration.ofSeconds(1)).jitter(Duration.ofSeconds(30)));
    var after = NOON;
    int seen = 0;
    for (var now = NOON; now.isBefore(NOON.plusSeconds(120)); now = now.plusMillis(250)) {
      for (var tick : ticks.due(after, now, 100)) {
        assertThat(ticks.dueAt(tick)).isBeforeOrEqualTo(now);
        after = tick;
        seen++;
      }
    }
    assertThat(seen).isBetween(85, 120);
  }

  @Test
  void what_does_not_fit_is_refused_by_its_name() {
    assertThatThrownBy(() -> ticks(s -> s)).hasMessageStartingWith("when: ");
    assertThatThrownBy(() -> ticks(s -> s.at(NOON).cron("0 3 * * *")))
        .hasMessageStartingWith("when: ");
    assertThatThrownBy(() -> ticks(s -> s.every(Duration.ofMillis(10))))
        .hasMessageStartingWith("every: ");
    assertThatThrownBy(() -> ticks(s -> s.cron("0 3 * * *").zone("Mars/Base")))
        .isInstanceOf(LovageException.class)
        .hasMessageStartingWith("zone: 'Mars/Base'");
    assertThatThrownBy(() -> ticks(s -> s.at(NOON).zone("UTC"))).hasMessageStartingWith("zone: ");
    assertThatThrownBy(() -> ticks(s -> s.at(NOON).jitter(Duration.ofDays(2))))
        .hasMessageStartingWith("jitter: ");
    assertThatThrownBy(() -> ticks(s -> s.at(NOON).start(NOON).end(NOON.minusSeconds(1))))
        .hasMessageStartingWith("end: ");
  }
}
