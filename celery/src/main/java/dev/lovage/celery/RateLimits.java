// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// How often tasks of a type may begin in one worker: evenly spaced, as in Celery. A task that
/// comes too early is promised a time of its own, and may begin when it comes back then; so however
/// many wait, each is put off once. Safe for use from any thread.
final class RateLimits {

  private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)(?:/([smh]))?");
  private static final int MOST_PROMISED = 10_000;
  private static final long FORGOTTEN_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final class Limit {
    final String text;
    final long gap;
    final LinkedHashMap<String, Long> promised = new LinkedHashMap<>();
    long free;

    Limit(String text, long gap, long now) {
      this.text = text;
      this.gap = gap;
      this.free = now;
    }
  }

  private final Map<String, Limit> limits = new HashMap<>();

  /// Sets the limit of a type.
  ///
  /// @param rate `10/s`, `100/m`, `1000/h`, a number for a second; null, an empty text or zero for
  ///   no limit
  /// @param now in nanoseconds of a clock that never goes back
  /// @return whether the rate could be read
  synchronized boolean set(String type, JsonNode rate, long now) {
    var text = rate.asString("").strip();
    if (text.isEmpty()) {
      limits.remove(type);
      return true;
    }
    var match = FORM.matcher(text);
    if (!match.matches()) {
      return false;
    }
    double number = Double.parseDouble(match.group(1));
    if (number == 0) {
      limits.remove(type);
      return true;
    }
    limits.put(type, new Limit(text, (long) (period(match.group(2)) / number), now));
    return true;
  }

  private static long period(@Nullable String unit) {
    return switch (unit) {
      case "m" -> TimeUnit.MINUTES.toNanos(1);
      case "h" -> TimeUnit.HOURS.toNanos(1);
      case null, default -> TimeUnit.SECONDS.toNanos(1);
    };
  }

  synchronized Optional<String> of(String type) {
    return Optional.ofNullable(limits.get(type)).map(limit -> limit.text);
  }

  /// How long the task has to wait; zero, and it counts as begun.
  synchronized Duration pause(String type, String id, long now) {
    var limit = limits.get(type);
    if (limit == null) {
      return Duration.ZERO;
    }
    var promise = limit.promised.get(id);
    if (promise != null) {
      if (promise - now <= 0) {
        limit.promised.remove(id);
      }
      return Duration.ofNanos(Math.max(0, promise - now));
    }
    if (limit.free - now <= 0) {
      limit.free = now + limit.gap;
      return Duration.ZERO;
    }
    var slot = limit.free;
    forget(limit, now);
    if (limit.promised.size() < MOST_PROMISED) {
      limit.promised.put(id, slot);
      limit.free += limit.gap;
    }
    return Duration.ofNanos(slot - now);
  }

  /// Those that did not come back were taken by other workers.
  private static void forget(Limit limit, long now) {
    var oldest = limit.promised.firstEntry();
    while (oldest != null && now - oldest.getValue() > FORGOTTEN_NANOS) {
      limit.promised.pollFirstEntry();
      oldest = limit.promised.firstEntry();
    }
  }
}
