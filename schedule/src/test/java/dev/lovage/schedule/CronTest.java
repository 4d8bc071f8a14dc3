// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.lovage.LovageException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.scheduling.support.CronExpression;

class CronTest {

  private static final LocalDateTime WEDNESDAY = LocalDateTime.parse("2026-11-25T18:30:15");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "30 18 * * *       | 2026-11-26T18:30",
        "31 18 * * *       | 2026-11-25T18:31",
        "*/20 * * * * *    | 2026-11-25T18:30:20",
        "0 3 * * mon       | 2026-11-30T03:00",
        "0 3 * * 0         | 2026-11-29T03:00",
        "0 3 * * 7         | 2026-11-29T03:00",
        "0 3 ? JAN-mar FRI | 2027-01-01T03:00",
        "0 0 L * ?         | 2026-11-30T00:00",
        "0 0 L-2 * ?       | 2026-11-28T00:00",
        "0 0 ? * 5L        | 2026-11-27T00:00",
        "0 0 ? * FRI#2     | 2026-12-11T00:00",
        "0 0 ? * FRI#5     | 2027-01-29T00:00",
        "0 0 LW * ?        | 2026-11-30T00:00",
        "0 0 1W * ?        | 2026-12-01T00:00",
        "0 0 1W 8 ?        | 2027-08-02T00:00",
        "0 0 29 2 *        | 2028-02-29T00:00",
        "0 22-2 * * *      | 2026-11-25T22:00",
        "0 0 * * SAT-MON   | 2026-11-28T00:00",
        "0 8-17/3 * * 1-5  | 2026-11-26T08:00",
        "5/15 * * * *      | 2026-11-25T18:35",
        "0 0 13 * 5        | 2026-11-27T00:00",
        "0 0 */2 * 1       | 2026-12-07T00:00",
        "@hourly           | 2026-11-25T19:00",
        "@daily            | 2026-11-26T00:00",
        "@midnight         | 2026-11-26T00:00",
        "@weekly           | 2026-11-29T00:00",
        "@monthly          | 2026-12-01T00:00",
        "@yearly           | 2027-01-01T00:00",
        "@annually         | 2027-01-01T00:00",
        "  0   3 * *  *    | 2026-11-26T03:00"
      })
  void finds_the_next_time(String text, LocalDateTime next) {
    assertThat(Cron.parse(text).next(WEDNESDAY)).contains(next);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'0 3 * * *' | at 03:00",
        "'*/5 * * * *' | every 5 minutes",
        "'0 12 ? * MON-FRI' | at 12:00 every day between Monday and Friday",
        "'0 0 L * ?' | at 00:00 last day of month",
        "'@hourly' | every hour"
      })
  void is_put_into_words(String text, String words) {
    assertThat(Cron.parse(text).words()).isEqualTo(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "* * * *",
        "60 * * * *",
        "* 24 * * *",
        "0 0 0 * *",
        "0 0 * 13 *",
        "0 0 * * FOO",
        "0 0 * * 1#6",
        "@reboot",
        "0 0 30 2 *",
        "0 0 31 4,6 ?",
        "*/0 * * * *",
        "1-x * * * *",
        "* * * * * * *",
        "0 0 ? * 1#0"
      })
  void refuses_what_it_can_not_read_and_says_what(String text) {
    assertThatThrownBy(() -> Cron.parse(text))
        .isInstanceOf(LovageException.class)
        .hasMessageStartingWith("cron: '" + text + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "0 3 * * *, true",
    "0 0-5 * * *, true",
    "0 * * * *, false",
    "*/30 2 * * *, false",
    "0 */2 * * *, false",
    "* 0 3 * * *, false"
  })
  void knows_a_fixed_time_of_day(String text, boolean fixed) {
    assertThat(Cron.parse(text).isFixed()).isEqualTo(fixed);
  }

  /// Each of the two finds the same ticks as we do, where all agree on what the expression means.
  @Test
  void agrees_with_spring_and_cron_utils() {
    var quartz = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.SPRING53));
    for (long seed = 1; seed <= 300; seed++) {
      var random = new SplittableRandom(seed);
      var text = new RandomCron(random).any();
      var ours = Cron.parse(text);
      var spring = CronExpression.parse(text);
      var cronUtils = ExecutionTime.forCron(quartz.parse(text));
      var from = LocalDateTime.of(2026, 1, 1, 0, 0).plusMinutes(random.nextLong(2_000_000));
      for (int i = 0; i < 10; i++) {
        var next = ours.next(from).orElseThrow();
        assertThat(next)
            .as("%s after %s (seed %d), Spring", text, from, seed)
            .isEqualTo(spring.next(from));
        assertThat(next)
            .as("%s after %s (seed %d), cron-utils", text, from, seed)
            .isEqualTo(
                cronUtils
                    .nextExecution(from.atZone(ZoneOffset.UTC))
                    .orElseThrow()
                    .toLocalDateTime());
        from = next;
      }
    }
  }
}
