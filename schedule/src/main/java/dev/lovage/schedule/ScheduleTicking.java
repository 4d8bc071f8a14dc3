// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import dev.lovage.TaskId;
import dev.lovage.Tickers;
import dev.lovage.spi.DueTickers;
import dev.lovage.spi.Tick;
import dev.lovage.spi.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done for schedules that are due. Used by the scheduler's thread alone.
final class ScheduleTicking implements Ticking {

  private static final Logger log = LoggerFactory.getLogger(ScheduleTicking.class);
  private static final int MOST_KNOWN = 10_000;

  private final Schedules schedules;
  private final Tickers tickers;

  /// Specs that were read before: most ticks find the same again.
  private final Map<String, Known> known = new HashMap<>();

  /// Revisions that can't be carried out, so that they are not tried again and again.
  private final Set<Revision> broken = new HashSet<>();

  private record Known(String text, ScheduleSpec spec, Ticks ticks) {}

  private record Revision(String name, long number) {}

  ScheduleTicking(Schedules schedules, Tickers tickers) {
    this.schedules = schedules;
    this.tickers = tickers;
  }

  @Override
  public void putDeclared() {
    schedules.putDeclared();
  }

  @Override
  public Duration look() {
    return Duration.ofDays(1);
  }

  @Override
  public List<Tick> ticks(DueTickers due) {
    var read = new ArrayList<ReadSchedule>();
    for (var ticker : due.tickers()) {
      var schedule = ticker.kind() == Ticker.Kind.SCHEDULE ? read(ticker) : null;
      if (schedule != null) {
        read.add(schedule);
      }
    }
    var ended = ended(read);
    var ticks = new ArrayList<Tick>();
    for (var schedule : read) {
      try {
        var plan = new Plan(tickers, schedule, due.now(), ended::contains);
        if (schedule.isDue(due.now())) {
          ticks.add(plan.tick());
        } else {
          plan.ahead().ifPresent(ticks::add);
        }
      } catch (RuntimeException e) {
        broken(schedule.ticker(), e);
      }
    }
    return ticks;
  }

  /// Null if it can't be read.
  private @Nullable ReadSchedule read(Ticker ticker) {
    if (broken.contains(new Revision(ticker.name(), ticker.position().revision()))) {
      return null;
    }
    try {
      var text = ticker.definition().spec();
      var old = known.get(ticker.name());
      if (old == null || !old.text.equals(text)) {
        if (known.size() >= MOST_KNOWN) {
          known.clear();
        }
        var first = ReadSchedule.of(ticker);
        known.put(ticker.name(), new Known(text, first.spec(), first.ticks()));
        return first;
      }
      return ReadSchedule.of(ticker, old.spec, old.ticks);
    } catch (RuntimeException e) {
      broken(ticker, e);
      return null;
    }
  }

  /// Those of the tasks that overlaps are about that have ended or are forgotten.
  private Set<TaskId> ended(List<ReadSchedule> read) {
    var open = new HashSet<TaskId>();
    read.forEach(schedule -> open.addAll(schedule.cursor().open()));
    if (!open.isEmpty()) {
      tickers
          .states(open)
          .forEach((id, state) -> {
            if (!state.isFinal()) {
              open.remove(id);
            }
          });
    }
    return open;
  }

  private void broken(Ticker ticker, RuntimeException e) {
    broken.add(new Revision(ticker.name(), ticker.position().revision()));
    log.error("schedule {} can't be run, put it again: {}", ticker.name(), e.getMessage());
  }

  @Override
  public void broken(Tick tick, RuntimeException e) {
    if (tick.kind() == Ticker.Kind.SCHEDULE) {
      broken.add(new Revision(tick.name(), tick.next().revision()));
      log.error("schedule {} can't be run, put it again: {}", tick.name(), e.getMessage());
    }
  }
}
