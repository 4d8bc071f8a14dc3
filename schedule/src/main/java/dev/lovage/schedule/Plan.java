// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import dev.lovage.Cause;
import dev.lovage.Share;
import dev.lovage.Start;
import dev.lovage.TaskId;
import dev.lovage.Tickers;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.Tick;
import dev.lovage.spi.Tick.Firing;
import dev.lovage.spi.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Decides what is done now for one schedule that is due: a function of the schedule, the time and
/// which of its tasks have ended.
///
/// @param ended whether a task has ended or is forgotten
record Plan(Tickers tickers, ReadSchedule schedule, Instant now, Predicate<TaskId> ended) {

  private static final Duration NOT_MISSED = Duration.ofMinutes(1);
  private static final int RUNNING_AND_WAITING = 2;

  Tick tick() {
    var cursor = schedule.cursor();
    var due =
        schedule.ticks().due(cursor.after(), now, Math.max(1, schedule.spec().rules().most()));
    var wanted = wanted(due);
    var open = open();
    var firings = new ArrayList<Firing>();
    for (var tick : wanted) {
      if (hasRoom(open)) {
        var firing = firing(tick);
        firings.add(firing);
        keep(open, firing.task().id());
      }
    }
    return moved(
        due.isEmpty() ? cursor.after() : due.getLast(), open, firings, due.size() - firings.size());
  }

  /// The next tick before it is due: its task is accepted now, to start then. Empty where the time
  /// of acceptance matters: an overlap is judged when the tick is due, and unique keys and expiries
  /// count from the submission.
  Optional<Tick> ahead() {
    var tick = schedule.ticks().next(schedule.cursor().after());
    var open = open();
    if (tick.isEmpty() || !open.isEmpty()) {
      return Optional.empty();
    }
    var firing = firing(tick.get());
    var task = firing.task();
    if (task.unique() != null || task.settings().limits().expiry() != null) {
      return Optional.empty();
    }
    keep(open, task.id());
    var later = task.starting(new Start.At(schedule.ticks().dueAt(tick.get())));
    return Optional.of(moved(tick.get(), open, List.of(new Firing(later, firing.cause())), 0));
  }

  private List<TaskId> open() {
    return new ArrayList<>(schedule.cursor().open().stream().filter(ended.negate()).toList());
  }

  private Tick moved(Instant after, List<TaskId> open, List<Firing> firings, int skipped) {
    var cursor = schedule.cursor();
    var moved =
        new Cursor(
            after,
            open,
            firings.isEmpty() ? cursor.task() : firings.getLast().task().id(),
            cursor.fired() + firings.size(),
            cursor.skipped() + skipped);
    return new Tick(
        Ticker.Kind.SCHEDULE, schedule.name(), schedule.position(moved), firings, List.of());
  }

  private List<Instant> wanted(List<Instant> due) {
    if (due.isEmpty()) {
      return due;
    }
    var last = due.getLast();
    return switch (schedule.spec().rules().missed()) {
      case ALL -> due;
      case ONCE -> List.of(last);
      case SKIP ->
          schedule.ticks().dueAt(last).plus(NOT_MISSED).isAfter(now) ? List.of(last) : List.of();
    };
  }

  private boolean hasRoom(List<TaskId> open) {
    return switch (schedule.spec().rules().overlap()) {
      case ALLOW -> true;
      case SKIP -> open.isEmpty();
      case QUEUE -> open.size() < RUNNING_AND_WAITING;
    };
  }

  private void keep(List<TaskId> open, TaskId id) {
    if (schedule.spec().rules().overlap() != Overlap.ALLOW) {
      open.add(id);
    }
  }

  /// The id belongs to the tick, so that a tick that comes twice is recognised.
  private Firing firing(Instant tick) {
    return firing(
        schedule,
        tickers,
        TaskId.of("schedule " + schedule.name(), tick.toString()),
        tick,
        tick.toString());
  }

  /// @param what the cause's
  static Firing firing(
      ReadSchedule schedule, Tickers tickers, TaskId id, Instant tick, String what) {
    // The ledger lets one task of a key run at a time, in all workers.
    var share =
        schedule.spec().rules().overlap() == Overlap.QUEUE
            ? Share.of("schedule " + schedule.name()).concurrency(1)
            : null;
    return new Firing(
        schedule.spec().task().task(tickers, id, JsonCodec.encode("tick", tick.toString()), share),
        new Cause("schedule", schedule.name(), what));
  }
}
