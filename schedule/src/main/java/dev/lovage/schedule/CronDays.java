// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import com.cronutils.model.field.expression.And;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.model.field.expression.On;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.function.Predicate;

/// The days of a cron expression.
final class CronDays {

  private static final int WEEK = 7;

  private final Predicate<LocalDate> ofMonth;
  private final Predicate<LocalDate> ofWeek;
  private final boolean either;

  /// @param either whether one of the two suffices
  CronDays(FieldExpression ofMonth, FieldExpression ofWeek, boolean either) {
    this.ofMonth = anyOf(ofMonth, CronDays::ofMonth);
    this.ofWeek = anyOf(ofWeek, CronDays::ofWeek);
    this.either = either;
  }

  boolean match(LocalDate date) {
    return either
        ? ofMonth.test(date) || ofWeek.test(date)
        : ofMonth.test(date) && ofWeek.test(date);
  }

  @FunctionalInterface
  private interface Reading {
    Predicate<LocalDate> of(FieldExpression expression);
  }

  private static Predicate<LocalDate> anyOf(FieldExpression expression, Reading reading) {
    if (expression instanceof And and) {
      List<Predicate<LocalDate>> parts = and.getExpressions().stream().map(reading::of).toList();
      return date -> parts.stream().anyMatch(part -> part.test(date));
    }
    return reading.of(expression);
  }

  private static Predicate<LocalDate> ofMonth(FieldExpression expression) {
    if (expression instanceof On on) {
      int day = on.getTime().getValue();
      int before = Math.max(0, on.getNth().getValue());
      switch (on.getSpecialChar().getValue()) {
        case L -> {
          return date -> date.getDayOfMonth() == date.lengthOfMonth() - before;
        }
        case LW -> {
          return date -> date.equals(workday(date, date.lengthOfMonth()));
        }
        case W -> {
          return date -> day <= date.lengthOfMonth() && date.equals(workday(date, day));
        }
        default -> {}
      }
    }
    var bits = CronFields.bits(expression, 1, 31);
    return date -> bits.get(date.getDayOfMonth());
  }

  /// The day from Monday to Friday that is nearest to a day of the month, within the month.
  private static LocalDate workday(LocalDate month, int day) {
    var date = month.withDayOfMonth(day);
    if (date.getDayOfWeek() == DayOfWeek.SATURDAY) {
      return day > 1 ? date.minusDays(1) : date.plusDays(2);
    }
    if (date.getDayOfWeek() == DayOfWeek.SUNDAY) {
      return day < date.lengthOfMonth() ? date.plusDays(1) : date.minusDays(2);
    }
    return date;
  }

  private static Predicate<LocalDate> ofWeek(FieldExpression expression) {
    if (expression instanceof On on) {
      int number = on.getTime().getValue();
      int nth = on.getNth().getValue();
      switch (on.getSpecialChar().getValue()) {
        case L -> {
          // L alone is the last day of the week.
          var day = number < 0 ? DayOfWeek.SATURDAY : day(number);
          return number < 0
              ? date -> date.getDayOfWeek() == day
              : date -> date.equals(date.with(TemporalAdjusters.lastInMonth(day)));
        }
        case HASH -> {
          if (nth < 1 || nth > 5) {
            throw new IllegalArgumentException("'" + on.asString() + "' takes # with 1 to 5");
          }
          var day = day(number);
          return date -> date.getDayOfWeek() == day && (date.getDayOfMonth() - 1) / WEEK == nth - 1;
        }
        default -> {}
      }
    }
    var bits = CronFields.bits(expression, 0, WEEK - 1);
    return date -> bits.get(date.getDayOfWeek().getValue() % WEEK);
  }

  private static DayOfWeek day(int number) {
    return DayOfWeek.of(number % WEEK == 0 ? WEEK : number % WEEK);
  }
}
