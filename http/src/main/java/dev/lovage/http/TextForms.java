// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.LovageException;
import dev.lovage.TaskId;
import dev.lovage.http.Problem.Kind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Reads the values of query parameters.
final class TextForms {

  private TextForms() {}

  static int wholeNumber(String field, String text, int from, int to) {
    try {
      int number = Integer.parseInt(text);
      if (number >= from && number <= to) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below, as one that is out of range.
    }
    throw invalid(
        field,
        "must be a whole number from " + from + " to " + to + ", but is",
        text,
        "Use one of those.");
  }

  /// The version of a value.
  static long version(String field, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw invalid(field, "must be a whole number, but is", text, "Use one from the history.");
    }
  }

  /// A constant of an enum, in any case.
  static <E extends Enum<E>> E oneOf(String field, String text, Class<E> type) {
    for (var constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(text)) {
        return constant;
      }
    }
    var known = Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
    throw Problem.of(
            Kind.INVALID, field + ": there is no " + field + " '" + NearNames.shortened(text) + "'")
        .field(field)
        .near(NearNames.of(text, known))
        .remedy("Use one of " + NearNames.list(known) + ".")
        .exception();
  }

  /// `500ms`, `10s`, `5m`, `2h`, `1d`, or the form of ISO 8601: `PT10S`.
  static Duration duration(String field, String text) {
    try {
      return text.startsWith("P") || text.startsWith("p") ? Duration.parse(text) : shortForm(text);
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw invalid(
          field, "is not a duration:", text, "Use a form like 500ms, 10s, 5m, 2h, 1d or PT10S.");
    }
  }

  private static Duration shortForm(String text) {
    int unit = 0;
    while (unit < text.length() && isDigit(text.charAt(unit))) {
      unit++;
    }
    long number = Long.parseLong(text.substring(0, unit));
    return switch (text.substring(unit).toLowerCase(Locale.ROOT)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> throw new NumberFormatException("no unit");
    };
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /// An instant with its offset from UTC, as in RFC 3339.
  static Instant instant(String field, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw invalid(
          field,
          "is not an instant:",
          text,
          "Use a form like 2026-12-24T18:00:00Z, and write a + in the query as %2B.");
    }
  }

  /// Task ids, with commas between them.
  static List<TaskId> ids(String field, String text) {
    var ids = new ArrayList<TaskId>();
    int from = 0;
    while (from <= text.length()) {
      int comma = text.indexOf(',', from);
      int to = comma < 0 ? text.length() : comma;
      ids.add(id(field, text.substring(from, to)));
      from = to + 1;
    }
    return ids;
  }

  static TaskId id(String field, String text) {
    try {
      return TaskId.parse(text);
    } catch (LovageException e) {
      throw invalid(field, "is not a task id:", text, "Use a UUID of 36 characters.");
    }
  }

  private static ProblemException invalid(String field, String what, String text, String remedy) {
    return Problem.of(Kind.INVALID, field + ": " + what + " '" + NearNames.shortened(text) + "'")
        .field(field)
        .remedy(remedy)
        .exception();
  }
}
