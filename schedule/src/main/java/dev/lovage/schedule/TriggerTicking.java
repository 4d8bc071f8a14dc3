// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import dev.lovage.Lovage;
import dev.lovage.LovageException;
import dev.lovage.Tickers;
import dev.lovage.spi.DueTickers;
import dev.lovage.spi.Happening;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.Tick;
import dev.lovage.spi.Tick.Firing;
import dev.lovage.spi.Ticker;
import dev.lovage.spi.Ticker.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done for triggers: what has happened in the store is turned into tasks, and streams of
/// actions and folders, which ring no bell, are looked at now and then. Used by the scheduler's
/// thread alone.
final class TriggerTicking implements Ticking {

  private static final Logger log = LoggerFactory.getLogger(TriggerTicking.class);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final Triggers triggers;
  private final Tickers tickers;
  private final ActionWatch actions;
  private final FileWatch files;
  private final long pauseNanos;

  /// Revisions that can't be carried out, so that they are not tried again and again.
  private final Set<Revision> broken = new HashSet<>();

  private long lookedAt;
  private boolean watching = true;
  private boolean more = true;

  private record Revision(String name, long number) {}

  /// @param pause between two looks at streams and folders
  private TriggerTicking(Triggers triggers, Lovage lovage, Duration pause) {
    this.triggers = triggers;
    this.tickers = lovage.tickers();
    this.actions = new ActionWatch(lovage);
    this.files = new FileWatch(lovage.tickers());
    this.pauseNanos = pause.toNanos();
  }

  static TriggerTicking of(Triggers triggers, Lovage lovage) {
    return new TriggerTicking(triggers, lovage, LOOK);
  }

  /// One that looks as often as it is asked.
  static TriggerTicking eager(Triggers triggers, Lovage lovage) {
    return new TriggerTicking(triggers, lovage, Duration.ZERO);
  }

  @Override
  public void putDeclared() {
    triggers.putDeclared();
  }

  @Override
  public Duration look() {
    return watching ? LOOK : Duration.ofDays(1);
  }

  @Override
  public List<Tick> ticks(DueTickers due) {
    var ticks = new ArrayList<Tick>();
    happened(due.happenings()).forEach((name, happenings) -> add(ticks, name, happenings));
    if (more || System.nanoTime() - lookedAt >= pauseNanos) {
      watch(due, ticks);
    }
    return ticks;
  }

  private static Map<String, List<Happening>> happened(List<Happening> happenings) {
    var byName = new LinkedHashMap<String, List<Happening>>();
    for (var happening : happenings) {
      if (happening.kind() == Kind.TRIGGER) {
        byName.computeIfAbsent(happening.name(), name -> new ArrayList<>()).add(happening);
      }
    }
    return byName;
  }

  private void add(List<Tick> ticks, String name, List<Happening> happenings) {
    read(name)
        .ifPresent(trigger ->
            guarded(
                trigger,
                () -> {
                  var firings = new ArrayList<Firing>();
                  for (var happening : happenings) {
                    firings.add(firing(trigger, happening));
                  }
                  ticks.add(
                      trigger.tick(
                          trigger.cursor(),
                          firings,
                          happenings.stream().map(Happening::number).toList(),
                          List.of()));
                }));
  }

  private Firing firing(ReadTrigger trigger, Happening happening) {
    var what = JsonCodec.tree("what", happening.what());
    var cause =
        trigger.on().on() == On.Kind.VALUE
            ? "value "
                + what.path("name").asString()
                + ", version "
                + what.path("version").asLong(0)
            : "task "
                + what.path("task").asString()
                + (trigger.on().on() == On.Kind.SUCCEEDED ? " succeeded at " : " failed at ")
                + happening.at();
    return trigger.firing(tickers, cause, happening.what());
  }

  /// A trigger that is not paused and was not found broken.
  private Optional<ReadTrigger> read(String name) {
    return tickers.find(Kind.TRIGGER, name).flatMap(this::read);
  }

  private Optional<ReadTrigger> read(Ticker ticker) {
    if (ticker.paused()
        || broken.contains(new Revision(ticker.name(), ticker.position().revision()))) {
      return Optional.empty();
    }
    try {
      return Optional.of(ReadTrigger.of(ticker));
    } catch (RuntimeException e) {
      broken(ticker.name(), ticker.position().revision(), e);
      return Optional.empty();
    }
  }

  private void watch(DueTickers due, List<Tick> ticks) {
    watching = false;
    more = false;
    for (var ticker : tickers.list(Kind.TRIGGER)) {
      read(ticker).ifPresent(trigger -> guarded(trigger, () -> watch(trigger, due, ticks)));
    }
    lookedAt = System.nanoTime();
  }

  private void watch(ReadTrigger trigger, DueTickers due, List<Tick> ticks) {
    switch (trigger.on().on()) {
      case ACTIONS, QUIET -> {
        watching = true;
        var tick = actions.tick(trigger, due.now());
        more |= tick.isPresent();
        tick.ifPresent(ticks::add);
      }
      case FILE -> {
        watching = true;
        files.tick(trigger).ifPresent(ticks::add);
      }
      case VALUE, SUCCEEDED, FAILED, CALL -> {}
    }
  }

  /// What is wrong with one must not keep the others from it; what is wrong with the store must.
  private void guarded(ReadTrigger trigger, Runnable action) {
    try {
      action.run();
    } catch (LovageException e) {
      if (e.isTransient()) {
        throw e;
      }
      broken(trigger.name(), trigger.ticker().position().revision(), e);
    }
  }

  private void broken(String name, long revision, RuntimeException e) {
    broken.add(new Revision(name, revision));
    log.error("trigger {} can't be run, put it again: {}", name, e.getMessage());
  }

  @Override
  public void broken(Tick tick, RuntimeException e) {
    if (tick.kind() == Kind.TRIGGER) {
      broken(tick.name(), tick.next().revision(), e);
    }
  }
}
