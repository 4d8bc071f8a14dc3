// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// A pure function from one tick to the next.
sealed interface Timing {

  /// The first tick after an instant.
  Optional<Instant> next(Instant after);

  /// For a person.
  String words();

  /// Once.
  record Once(Instant at) implements Timing {
    @Override
    public Optional<Instant> next(Instant after) {
      return at.isAfter(after) ? Optional.of(at) : Optional.empty();
    }

    @Override
    public String words() {
      return "once, at " + at;
    }
  }

  /// Always the same time apart, counted from an anchor: so that any process, whenever it was
  /// started, finds the same ticks.
  record Every(Duration interval, Instant anchor) implements Timing {
    @Override
    public Optional<Instant> next(Instant after) {
      long step = interval.toMillis();
      long passed = ChronoUnit.MILLIS.between(anchor, after);
      // Truncated towards zero above, so one step is looked at on each side.
      var tick = anchor.plusMillis(Math.floorDiv(passed, step) * step);
      while (!tick.isAfter(after)) {
        tick = tick.plus(interval);
      }
      return Optional.of(tick);
    }

    @Override
    public String words() {
      return "every " + Words.duration(interval);
    }
  }

  /// At local times of a zone. Where the zone's clocks are put forward or back:
  ///
  /// - a fixed time of day that is left out comes once, right after the gap;
  /// - a fixed time of day that comes twice counts once, the first time;
  /// - what goes by every hour, minute or second goes by the clock on the wall: in a gap there is
  ///   nothing, and an hour that comes twice counts twice.
  record Local(Cron cron, ZoneId zone) implements Timing {

    @Override
    public Optional<Instant> next(Instant after) {
      return cron.isFixed() ? nextFixed(after) : nextOnTheWall(after);
    }

    /// In the hour that comes twice the local time is behind what has been, so what is found may
    /// have to be passed over.
    private Optional<Instant> nextFixed(Instant after) {
      var local = cron.next(LocalDateTime.ofInstant(after, zone));
      while (local.isPresent()) {
        var instant = instantOf(local.get());
        if (instant.isAfter(after)) {
          return Optional.of(instant);
        }
        local = cron.next(local.get());
      }
      return Optional.empty();
    }

    private Instant instantOf(LocalDateTime local) {
      var gap = zone.getRules().getTransition(local);
      return gap != null && gap.isGap() ? gap.getInstant() : local.atZone(zone).toInstant();
    }

    /// Between two transitions the offset stands still, so each such stretch is searched by itself.
    private Optional<Instant> nextOnTheWall(Instant after) {
      var from = after;
      while (true) {
        var offset = zone.getRules().getOffset(from);
        var transition = zone.getRules().nextTransition(from);
        var local = cron.next(LocalDateTime.ofInstant(from, offset));
        if (local.isEmpty()) {
          return Optional.empty();
        }
        var instant = local.get().toInstant(offset);
        if (transition == null || instant.isBefore(transition.getInstant())) {
          return Optional.of(instant);
        }
        // The moment of the transition itself belongs to the stretch that it begins.
        var first = transition.getDateTimeAfter();
        var atOnce = cron.next(first.minusSeconds(1));
        if (atOnce.isPresent() && atOnce.get().equals(first)) {
          return Optional.of(transition.getInstant());
        }
        from = transition.getInstant();
      }
    }

    @Override
    public String words() {
      return cron.words() + ", " + zone.getId();
    }
  }
}
