// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import dev.lovage.ActionCursor;
import dev.lovage.ActionStream;
import dev.lovage.Lovage;
import dev.lovage.LovageException;
import dev.lovage.Tickers;
import dev.lovage.spi.ActionPage;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.LoggedAction;
import dev.lovage.spi.Mark;
import dev.lovage.spi.Tick;
import dev.lovage.spi.Tick.Firing;
import dev.lovage.spi.Ticker.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads streams of actions for triggers, a page at a time: the place in the stream moves in the
/// transaction that accepts the tasks, so every action is counted once.
final class ActionWatch {

  private static final Logger log = LoggerFactory.getLogger(ActionWatch.class);
  private static final int PAGE = 2_000;

  private final Lovage lovage;
  private final Tickers tickers;
  private final Set<String> missing = new HashSet<>();
  private final Set<String> unreadable = new HashSet<>();

  /// What a task is told that has no argument of its own.
  record Happened(String stream, @Nullable String user, long count, @Nullable String action) {}

  ActionWatch(Lovage lovage) {
    this.lovage = lovage;
    this.tickers = lovage.tickers();
  }

  Optional<Tick> tick(ReadTrigger trigger, Instant now) {
    var stream = lovage.actions().find(trigger.on().of());
    if (stream.isEmpty()) {
      if (missing.add(trigger.on().of())) {
        log.info(
            "trigger {} waits for the stream {}, which this process does not declare; one that"
                + " does has to run it",
            trigger.name(),
            trigger.on().of());
      }
      return Optional.empty();
    }
    var place = trigger.cursor().place();
    if (place == null) {
      return read(stream.get(), ActionStream::newest)
          .map(newest ->
              moved(trigger, trigger.cursor().at(newest.text(), 0, null), List.of(), List.of()));
    }
    return read(stream.get(), s -> s.readJson(new ActionCursor(place), PAGE))
        .flatMap(page -> tick(trigger, now, page));
  }

  /// The log may be in another place than the tasks: if it can't be read, all else goes on.
  private <T> Optional<T> read(ActionStream<?> stream, Function<ActionStream<?>, T> read) {
    try {
      T answer = read.apply(stream);
      if (unreadable.remove(stream.name())) {
        log.info("the stream {} can be read again", stream.name());
      }
      return Optional.of(answer);
    } catch (LovageException e) {
      if (unreadable.add(stream.name())) {
        log.warn("the stream {} can't be read, trying on: {}", stream.name(), e.getMessage());
      }
      return Optional.empty();
    }
  }

  private Optional<Tick> tick(ReadTrigger trigger, Instant now, ActionPage page) {
    if (trigger.on().on() == On.Kind.ACTIONS) {
      return page.actions().isEmpty() ? Optional.empty() : Optional.of(counted(trigger, page));
    }
    return trigger.on().isByUser() ? quietUsers(trigger, now, page) : quiet(trigger, now, page);
  }

  private Tick counted(ReadTrigger trigger, ActionPage page) {
    int every = Objects.requireNonNull(trigger.on().every());
    boolean byUser = trigger.on().isByUser();
    var counts = byUser ? counts(trigger, page) : new LinkedHashMap<String, Long>();
    var firings = new ArrayList<Firing>();
    long count = trigger.cursor().count();
    for (var action : page.actions()) {
      count++;
      long own = byUser ? counts.merge(action.user(), 1L, Long::sum) : count;
      if (own % every == 0) {
        var whose = byUser ? " of " + action.user() : "";
        firings.add(
            firing(
                trigger,
                "action " + own + whose + " in " + trigger.on().of(),
                byUser ? action.user() : null,
                own,
                action.id().toString()));
      }
    }
    var marks =
        counts.entrySet().stream()
            .map(entry -> new Mark(entry.getKey(), entry.getValue().toString(), null))
            .toList();
    return moved(trigger, trigger.cursor().at(page.next().text(), count, null), firings, marks);
  }

  /// The counts so far of those who are in the page.
  private Map<String, Long> counts(ReadTrigger trigger, ActionPage page) {
    var users = new HashSet<>(page.actions().stream().map(LoggedAction::user).toList());
    var counts = new LinkedHashMap<String, Long>();
    for (var mark : tickers.marks(Kind.TRIGGER, trigger.name(), users)) {
      counts.put(mark.key(), Long.valueOf(Objects.requireNonNull(mark.value())));
    }
    return counts;
  }

  private Optional<Tick> quiet(ReadTrigger trigger, Instant now, ActionPage page) {
    var cursor = trigger.cursor();
    if (!page.actions().isEmpty()) {
      long count = cursor.count() + page.actions().size();
      return Optional.of(
          moved(trigger, cursor.at(page.next().text(), count, now), List.of(), List.of()));
    }
    var last = cursor.last();
    if (last == null || last.plus(wait(trigger)).isAfter(now)) {
      return Optional.empty();
    }
    var cause = "quiet after action " + cursor.count() + " in " + trigger.on().of();
    return Optional.of(
        moved(
            trigger,
            cursor.at(page.next().text(), cursor.count(), null),
            List.of(firing(trigger, cause, null, cursor.count(), null)),
            List.of()));
  }

  private Optional<Tick> quietUsers(ReadTrigger trigger, Instant now, ActionPage page) {
    var counts = counts(trigger, page);
    page.actions().forEach(action -> counts.merge(action.user(), 1L, Long::sum));
    var marks = new ArrayList<Mark>();
    counts.forEach(
        (user, count) -> marks.add(new Mark(user, count.toString(), now.plus(wait(trigger)))));
    var firings = new ArrayList<Firing>();
    // While there is more to read, a user who seems quiet may be in it.
    if (!page.more()) {
      for (var mark : tickers.dueMarks(Kind.TRIGGER, trigger.name(), PAGE)) {
        if (!counts.containsKey(mark.key())) {
          var count = Objects.requireNonNull(mark.value());
          var cause =
              "quiet after action " + count + " of " + mark.key() + " in " + trigger.on().of();
          firings.add(firing(trigger, cause, mark.key(), Long.parseLong(count), null));
          marks.add(new Mark(mark.key(), count, null));
        }
      }
    }
    long count = trigger.cursor().count() + page.actions().size();
    return marks.isEmpty()
        ? Optional.empty()
        : Optional.of(
            moved(trigger, trigger.cursor().at(page.next().text(), count, null), firings, marks));
  }

  private static Duration wait(ReadTrigger trigger) {
    return Objects.requireNonNull(trigger.on().quiet());
  }

  private Firing firing(
      ReadTrigger trigger,
      String cause,
      @Nullable String user,
      long count,
      @Nullable String action) {
    var happened = new Happened(trigger.on().of(), user, count, action);
    return trigger.firing(tickers, cause, JsonCodec.encode("happened", happened));
  }

  private static Tick moved(
      ReadTrigger trigger, TriggerCursor cursor, List<Firing> firings, List<Mark> marks) {
    return trigger.tick(cursor, firings, List.of(), marks);
  }
}
