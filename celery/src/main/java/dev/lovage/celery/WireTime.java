// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Times as Python's `isoformat` writes them. A time without an offset is read as UTC.
public final class WireTime {

  /// Celery 5.2 drops a task whose time has more than six digits, without a word to the sender.
  private static final DateTimeFormatter SIX_DIGITS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx", Locale.ROOT);

  private static final DateTimeFormatter ANY =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("['T'][ ]HH:mm[:ss]")
          .optionalStart()
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .optionalEnd()
          .appendPattern("[XXX][xx][x]")
          .toFormatter(Locale.ROOT);

  private WireTime() {}

  /// With exactly six digits and `+00:00`.
  public static String write(Instant time) {
    return SIX_DIGITS.format(time.atOffset(ZoneOffset.UTC));
  }

  /// Null if the text is not a time.
  public static @Nullable Instant read(String text) {
    try {
      var parsed =
          ANY.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      return switch (parsed) {
        case OffsetDateTime exact -> exact.toInstant();
        case LocalDateTime naive -> naive.toInstant(ZoneOffset.UTC);
        default -> null;
      };
    } catch (DateTimeException e) {
      return dateOnly(text);
    }
  }

  private static @Nullable Instant dateOnly(String text) {
    try {
      return LocalDate.parse(text.strip()).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
