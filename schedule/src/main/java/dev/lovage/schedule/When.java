// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// When a schedule ticks: exactly one of `cron`, `every` and `at` is given.
///
/// @param cron five fields, six or a nickname
/// @param zone of the cron's local times, by default UTC
/// @param jitter each tick is late by less than this, by an amount of its own that is always the
///   same; or null for none
/// @param start no tick comes before; an interval counts from it
/// @param end no tick comes after
public record When(
    @Nullable String cron,
    @Nullable Duration every,
    @Nullable Instant at,
    @Nullable String zone,
    @Nullable Duration jitter,
    @Nullable Instant start,
    @Nullable Instant end) {

  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST_JITTER = Duration.ofHours(24);
  private static final Duration LONGEST = Duration.ofDays(3_660);

  /// @throws LovageException `INVALID` naming what does not fit
  public When {
    if (Stream.of(cron, every, at).filter(x -> x != null).count() != 1) {
      throw invalid("when", "takes one of cron, every and at, and only one");
    }
    if (every != null && (every.compareTo(LEAST) < 0 || every.compareTo(LONGEST) > 0)) {
      throw invalid("every", "takes 1 second to 3660 days, but is " + every);
    }
    if (every != null && !every.equals(every.truncatedTo(ChronoUnit.MILLIS))) {
      throw invalid("every", "takes whole milliseconds, but is " + every);
    }
    if (jitter != null && (jitter.isNegative() || jitter.compareTo(MOST_JITTER) > 0)) {
      throw invalid("jitter", "takes at most 24 hours and is not negative, but is " + jitter);
    }
    if (zone != null && cron == null) {
      throw invalid("zone", "goes with cron only; leave it out");
    }
    if (start != null && end != null && end.isBefore(start)) {
      throw invalid("end", "must not be before start, but is " + end);
    }
  }

  private static LovageException invalid(String field, String what) {
    return new LovageException(ErrorCode.INVALID, field + ": " + what);
  }

  /// @throws LovageException `INVALID` if the cron or the zone can't be read
  Timing timing() {
    if (cron != null) {
      return new Timing.Local(Cron.parse(cron), zone(zone));
    }
    if (every != null) {
      return new Timing.Every(every, start == null ? Instant.EPOCH : start);
    }
    if (at != null) {
      return new Timing.Once(at);
    }
    throw new IllegalStateException("checked in the constructor");
  }

  private static ZoneId zone(@Nullable String name) {
    try {
      return ZoneId.of(name == null ? "UTC" : name);
    } catch (DateTimeException e) {
      throw invalid("zone", "'" + name + "' is not known; expected a name such as Europe/Berlin");
    }
  }
}
