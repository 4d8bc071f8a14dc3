// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.scheduling.support.CronExpression;

/// Our rule, where libraries differ: a fixed time that does not exist comes once, right after the
/// gap; one that exists twice comes once; what goes by the hour or minute comes in both hours.
class DaylightSavingTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static List<String> ticks(String cron, ZoneId zone, String after, int count) {
    var timing = new Timing.Local(Cron.parse(cron), zone);
    var found = new ArrayList<String>();
    var tick = ZonedDateTime.parse(after).toInstant();
    for (int i = 0; i < count; i++) {
      tick = timing.next(tick).orElseThrow();
      found.add(tick.atZone(zone).toOffsetDateTime().toString());
    }
    return found;
  }

  @Test
  void a_fixed_time_in_the_gap_comes_once_right_after_it() {
    assertThat(ticks("30 2 * * *", BERLIN, "2026-03-28T00:00:00+01:00", 3))
        .containsExactly(
            "2026-03-28T02:30+01:00", "2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00");
    assertThat(ticks("0,15,30 2,3 * * *", BERLIN, "2026-03-29T00:00:00+01:00", 3))
        .containsExactly(
            "2026-03-29T03:00+02:00", "2026-03-29T03:15+02:00", "2026-03-29T03:30+02:00");
  }

  @Test
  void a_fixed_time_that_comes_twice_counts_once_the_first() {
    assertThat(ticks("30 2 * * *", BERLIN, "2026-10-25T00:00:00+02:00", 2))
        .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
    assertThat(ticks("30 2 * * *", BERLIN, "2026-10-25T02:15:00+01:00", 1))
        .containsExactly("2026-10-26T02:30+01:00");
    assertThat(ticks("0 2,3 * * *", BERLIN, "2026-10-25T00:00:00+02:00", 3))
        .containsExactly(
            "2026-10-25T02:00+02:00", "2026-10-25T03:00+01:00", "2026-10-26T02:00+01:00");
  }

  @Test
  void an_hourly_one_comes_in_both_hours() {
    assertThat(ticks("0 * * * *", BERLIN, "2026-10-25T01:00:00+02:00", 3))
        .containsExactly(
            "2026-10-25T02:00+02:00", "2026-10-25T02:00+01:00", "2026-10-25T03:00+01:00");
    assertThat(ticks("*/30 * * * *", BERLIN, "2026-03-29T01:00:00+01:00", 2))
        .containsExactly("2026-03-29T01:30+01:00", "2026-03-29T03:00+02:00");
  }

  @Test
  void half_an_hour_and_a_day_that_was_left_out_follow_the_same_rule() {
    var lordHowe = ZoneId.of("Australia/Lord_Howe");
    assertThat(ticks("15 2 * * *", lordHowe, "2026-10-03T12:00:00+10:30", 2))
        .containsExactly("2026-10-04T02:30+11:00", "2026-10-05T02:15+11:00");
    assertThat(ticks("45 1 * * *", lordHowe, "2026-04-04T12:00:00+11:00", 2))
        .containsExactly("2026-04-05T01:45+11:00", "2026-04-06T01:45+10:30");
    var apia = ZoneId.of("Pacific/Apia");
    assertThat(ticks("0 3 * * *", apia, "2011-12-29T04:00:00-10:00", 3))
        .containsExactly(
            "2011-12-31T00:00+14:00", "2011-12-31T03:00+14:00", "2012-01-01T03:00+14:00");
    assertThat(ticks("0 * * * *", apia, "2011-12-29T22:00:00-10:00", 2))
        .containsExactly("2011-12-29T23:00-10:00", "2011-12-31T00:00+14:00");
  }

  /// Compared with the rule told minute by minute; what matches a local time is Spring's word.
  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-03-29T01:00:00Z",
    "Europe/Berlin, 2026-10-25T01:00:00Z",
    "America/New_York, 2026-03-08T07:00:00Z",
    "America/New_York, 2026-11-01T06:00:00Z",
    "Australia/Lord_Howe, 2026-04-04T15:00:00Z",
    "Australia/Lord_Howe, 2026-10-03T15:30:00Z",
    "Pacific/Apia, 2011-12-30T10:00:00Z",
    "Africa/Casablanca, 2026-02-15T02:00:00Z",
    "America/Havana, 2026-11-01T05:00:00Z",
    "Asia/Kathmandu, 2026-06-01T00:00:00Z"
  })
  void follows_the_rule_whatever_the_expression(String zoneName, Instant transition) {
    var zone = ZoneId.of(zoneName);
    var from = transition.minus(26, ChronoUnit.HOURS);
    var to = transition.plus(26, ChronoUnit.HOURS);
    for (long seed = 1; seed <= 40; seed++) {
      var crons = new RandomCron(new SplittableRandom(seed));
      var text = seed % 2 == 0 ? crons.fixed() : crons.any();
      var cron = Cron.parse(text);
      var timing = new Timing.Local(cron, zone);
      var expected = cron.isFixed() ? fixed(text, zone, from, to) : onTheWall(text, zone, from, to);

      var found = new ArrayList<Instant>();
      for (var tick = timing.next(from).orElse(Instant.MAX);
          !tick.isAfter(to);
          tick = timing.next(tick).orElse(Instant.MAX)) {
        found.add(tick);
      }

      assertThat(found)
          .as("%s in %s (seed %d)", text, zone, seed)
          .containsExactlyElementsOf(expected);
    }
  }

  private static boolean matches(CronExpression cron, LocalDateTime local) {
    return local.equals(cron.next(local.minusSeconds(1)));
  }

  private static List<Instant> onTheWall(String text, ZoneId zone, Instant from, Instant to) {
    var cron = CronExpression.parse(text);
    var found = new ArrayList<Instant>();
    for (var i = from.plusSeconds(60); !i.isAfter(to); i = i.plusSeconds(60)) {
      if (matches(cron, LocalDateTime.ofInstant(i, zone))) {
        found.add(i);
      }
    }
    return found;
  }

  private static List<Instant> fixed(String text, ZoneId zone, Instant from, Instant to) {
    var cron = CronExpression.parse(text);
    var found = new TreeSet<Instant>();
    var last = LocalDateTime.ofInstant(to, ZoneOffset.UTC).plusDays(2);
    for (var local = LocalDateTime.ofInstant(from, ZoneOffset.UTC).minusDays(2);
        local.isBefore(last);
        local = local.plusMinutes(1)) {
      if (matches(cron, local)) {
        var offsets = zone.getRules().getValidOffsets(local);
        found.add(
            offsets.isEmpty()
                ? zone.getRules().getTransition(local).getInstant()
                : local.toInstant(offsets.getFirst()));
      }
    }
    found.removeIf(tick -> !tick.isAfter(from) || tick.isAfter(to));
    return List.copyOf(found);
  }
}
