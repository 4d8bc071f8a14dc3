// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import com.cronutils.descriptor.CronDescriptor;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.parser.CronParser;
import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A cron expression on local time: it knows no time zone. cron-utils reads it and puts it into
/// words; when it comes is found here.
///
/// Where both the day of the month and the day of the week are restricted, either suffices, as in
/// cron; a field that begins with `*` restricts nothing.
final class Cron {

  // The longest wait is eight years, for a 29 February around 2100.
  private static final int YEARS = 9;
  private static final Map<String, String> NICKNAMES =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");

  private final String text;
  private final String words;
  private final BitSet seconds;
  private final BitSet minutes;
  private final BitSet hours;
  private final BitSet months;
  private final CronDays days;
  private final boolean fixed;

  private Cron(String text, String sixFields) {
    var parsed = new CronParser(definition()).parse(sixFields).validate();
    this.text = text;
    this.words = CronDescriptor.instance(Locale.ENGLISH).describe(parsed);
    this.seconds = CronFields.bits(field(parsed, CronFieldName.SECOND), 0, 59);
    this.minutes = CronFields.bits(field(parsed, CronFieldName.MINUTE), 0, 59);
    this.hours = CronFields.bits(field(parsed, CronFieldName.HOUR), 0, 23);
    this.months = CronFields.bits(field(parsed, CronFieldName.MONTH), 1, 12);
    var parts = sixFields.split(" ", -1);
    this.days =
        new CronDays(
            field(parsed, CronFieldName.DAY_OF_MONTH),
            field(parsed, CronFieldName.DAY_OF_WEEK),
            isRestricted(parts[3]) && isRestricted(parts[5]));
    this.fixed =
        !parts[0].startsWith("*") && !parts[1].startsWith("*") && !parts[2].startsWith("*");
  }

  /// Reads five fields (from the minute), six (from the second) or a nickname such as `@daily`.
  ///
  /// @throws LovageException `INVALID` if it is not one, or its day never comes
  static Cron parse(String text) {
    var given = text.strip().toLowerCase(Locale.ROOT);
    var plain = NICKNAMES.getOrDefault(given, given).replaceAll("\\s+", " ");
    int fields = plain.split(" ", -1).length;
    if (plain.startsWith("@")) {
      throw invalid(
          text, "is not known; expected one of @yearly, @monthly, @weekly, @daily, @hourly");
    }
    if (fields != 5 && fields != 6) {
      throw invalid(
          text, "has " + fields + " fields; expected 5, from the minute, or 6, from the second");
    }
    Cron cron;
    try {
      cron = new Cron(text.strip(), (fields == 5 ? "0 " + plain : plain).toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw invalid(text, "can't be read: " + e.getMessage());
    }
    if (cron.next(LocalDateTime.of(2026, 1, 1, 0, 0)).isEmpty()) {
      throw invalid(text, "never comes: no month has such a day");
    }
    return cron;
  }

  private static LovageException invalid(String text, String what) {
    return new LovageException(ErrorCode.INVALID, "cron: '" + text + "' " + what);
  }

  private static CronDefinition definition() {
    return CronDefinitionBuilder.defineCron()
        .withSeconds()
        .withValidRange(0, 59)
        .and()
        .withMinutes()
        .withValidRange(0, 59)
        .and()
        .withHours()
        .withValidRange(0, 23)
        .and()
        .withDayOfMonth()
        .withValidRange(1, 31)
        .supportsL()
        .supportsW()
        .supportsLW()
        .supportsQuestionMark()
        .and()
        .withMonth()
        .withValidRange(1, 12)
        .and()
        .withDayOfWeek()
        .withValidRange(0, 7)
        .withMondayDoWValue(1)
        .withIntMapping(7, 0)
        .supportsHash()
        .supportsL()
        .supportsQuestionMark()
        .and()
        .instance();
  }

  private static FieldExpression field(com.cronutils.model.Cron parsed, CronFieldName name) {
    return Objects.requireNonNull(parsed.retrieveFieldsAsMap().get(name)).getExpression();
  }

  private static boolean isRestricted(String field) {
    return !field.startsWith("*") && !field.equals("?");
  }

  String text() {
    return text;
  }

  String words() {
    return words;
  }

  /// Whether it names its times of day, and does not go by every hour, minute or second.
  boolean isFixed() {
    return fixed;
  }

  /// The first time that matches after this one.
  Optional<LocalDateTime> next(LocalDateTime after) {
    var from = after.withNano(0).plusSeconds(1);
    var date = from.toLocalDate();
    var end = date.plusYears(YEARS);
    var time = from.toLocalTime();
    while (date.isBefore(end)) {
      if (!months.get(date.getMonthValue())) {
        date = date.withDayOfMonth(1).plusMonths(1);
      } else {
        var found = days.match(date) ? timeFrom(time) : Optional.<LocalTime>empty();
        if (found.isPresent()) {
          return Optional.of(date.atTime(found.get()));
        }
        date = date.plusDays(1);
      }
      time = LocalTime.MIDNIGHT;
    }
    return Optional.empty();
  }

  /// The first time of day that matches at or after this one.
  private Optional<LocalTime> timeFrom(LocalTime from) {
    for (int hour = hours.nextSetBit(from.getHour());
        hour >= 0;
        hour = hours.nextSetBit(hour + 1)) {
      boolean sameHour = hour == from.getHour();
      int firstMinute = sameHour ? from.getMinute() : 0;
      for (int minute = minutes.nextSetBit(firstMinute);
          minute >= 0;
          minute = minutes.nextSetBit(minute + 1)) {
        boolean sameMinute = sameHour && minute == from.getMinute();
        int second = seconds.nextSetBit(sameMinute ? from.getSecond() : 0);
        if (second >= 0) {
          return Optional.of(LocalTime.of(hour, minute, second));
        }
      }
    }
    return Optional.empty();
  }

  /// Whether a day matches, whatever the time.
  boolean matches(LocalDate date) {
    return months.get(date.getMonthValue()) && days.match(date);
  }
}
