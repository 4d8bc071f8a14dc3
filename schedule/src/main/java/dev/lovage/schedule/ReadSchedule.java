// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import dev.lovage.spi.Ticker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A schedule as the store keeps it, read.
record ReadSchedule(Ticker ticker, ScheduleSpec spec, Ticks ticks, Cursor cursor) {

  static ReadSchedule of(Ticker ticker) {
    var spec = ScheduleSpec.parse(ticker.definition().spec());
    return of(ticker, spec, Ticks.of(ticker.name(), spec.when()));
  }

  /// With a spec that was read before.
  static ReadSchedule of(Ticker ticker, ScheduleSpec spec, Ticks ticks) {
    return new ReadSchedule(ticker, spec, ticks, Cursor.parse(ticker.position().cursor()));
  }

  String name() {
    return ticker.name();
  }

  /// Whether a tick is due, and not only one that will be shortly.
  boolean isDue(Instant now) {
    var at = ticker.position().dueAt();
    return at != null && !at.isAfter(now);
  }

  /// The next position after a cursor.
  Ticker.Position position(Cursor moved) {
    return new Ticker.Position(ticker.position().revision(), moved.json(), dueAt(ticks, moved));
  }

  static @Nullable Instant dueAt(Ticks ticks, Cursor cursor) {
    return ticks.next(cursor.after()).map(ticks::dueAt).orElse(null);
  }

  /// The next ticks to come, with their jitter.
  List<Instant> next(Instant now, int count) {
    var found = new ArrayList<Instant>();
    var tick = ticks.next(cursor.after().isAfter(now) ? cursor.after() : now);
    while (tick.isPresent() && found.size() < count) {
      found.add(ticks.dueAt(tick.get()));
      tick = ticks.next(tick.get());
    }
    return List.copyOf(found);
  }

  Schedule shown() {
    var rules = spec.rules();
    var made = spec.task();
    return new Schedule(
        name(),
        spec.when(),
        words(),
        new Schedule.Rules(rules.missed(), rules.most(), rules.overlap()),
        new Schedule.Made(
            made.type(), made.argument(), made.work().queue(), made.work().priority()),
        new Schedule.Progress(
            ticker.paused() ? null : ticker.position().dueAt(),
            cursor.task(),
            cursor.fired(),
            cursor.skipped()),
        ticker.paused());
  }

  private String words() {
    var words = new StringBuilder(ticks.timing().words());
    if (!ticks.jitter().isZero()) {
      words.append(", up to ").append(Words.duration(ticks.jitter())).append(" later");
    }
    if (ticks.start() != null) {
      words.append(", from ").append(ticks.start());
    }
    if (ticks.end() != null) {
      words.append(", until ").append(ticks.end());
    }
    return words.toString();
  }
}
