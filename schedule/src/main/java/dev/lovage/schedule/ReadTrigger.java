// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import dev.lovage.Cause;
import dev.lovage.TaskId;
import dev.lovage.Tickers;
import dev.lovage.spi.Mark;
import dev.lovage.spi.Tick;
import dev.lovage.spi.Tick.Firing;
import dev.lovage.spi.Ticker;
import java.util.List;

/// A trigger as the store keeps it, read.
record ReadTrigger(Ticker ticker, TriggerSpec spec, TriggerCursor cursor) {

  static ReadTrigger of(Ticker ticker) {
    return new ReadTrigger(
        ticker,
        TriggerSpec.parse(ticker.definition().spec()),
        TriggerCursor.parse(ticker.position().cursor()));
  }

  String name() {
    return ticker.name();
  }

  On on() {
    return spec.on();
  }

  /// @param cause what happened, in words that no other cause of this trigger has
  /// @param happened the same as JSON text, the argument of a task that has no other
  Firing firing(Tickers tickers, String cause, String happened) {
    // From when it was made and what happened, so that what comes twice is recognised.
    var id = TaskId.of("trigger " + name(), cursor.begin() + " " + cause);
    return new Firing(
        spec.task().task(tickers, id, happened, null), new Cause("trigger", name(), cause));
  }

  Tick tick(TriggerCursor moved, List<Firing> firings, List<Long> happenings, List<Mark> marks) {
    var counted =
        firings.isEmpty() ? moved : moved.made(firings.getLast().task().id(), firings.size());
    return new Tick(
        Ticker.Kind.TRIGGER,
        name(),
        new Ticker.Position(ticker.position().revision(), counted.json(), null),
        firings,
        happenings,
        marks);
  }

  Trigger shown() {
    var task = spec.task();
    return new Trigger(
        name(),
        on(),
        on().words(),
        new Schedule.Made(
            task.type(), task.argument(), task.work().queue(), task.work().priority()),
        new Trigger.Progress(cursor.count(), cursor.task(), cursor.fired()),
        ticker.paused());
  }
}
