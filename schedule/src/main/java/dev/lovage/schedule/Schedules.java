// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import dev.lovage.ErrorCode;
import dev.lovage.Lovage;
import dev.lovage.LovageException;
import dev.lovage.TaskId;
import dev.lovage.TaskType;
import dev.lovage.Tickers;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.Tick;
import dev.lovage.spi.Ticker;
import dev.lovage.spi.Ticker.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tasks by the clock. Schedules are kept in the store, so they outlive the process that made them,
/// and any process that has called [#start] runs them.
///
/// ```java
/// var schedules = Schedules.over(lovage);
/// schedules.declare("nightly", report, "all", s -> s.cron("0 3 * * *").zone("Europe/Berlin"));
/// try (var scheduler = schedules.start()) { … }
/// ```
///
/// Safe for use from any thread.
public final class Schedules {

  private static final Logger log = LoggerFactory.getLogger(Schedules.class);

  private final Tickers tickers;
  private final Map<String, ScheduleSpec> declared = new LinkedHashMap<>();

  private Schedules(Tickers tickers) {
    this.tickers = tickers;
  }

  public static Schedules over(Lovage lovage) {
    return new Schedules(lovage.tickers());
  }

  /// Declares a schedule, which [#start] puts into the store unless it is there as it is. One that
  /// is paused stays so. A schedule that is declared no more goes on until it is removed.
  ///
  /// @throws LovageException `INVALID` if the name is declared already or an option does not fit
  public <A> void declare(
      String name, TaskType<A, ?> type, A argument, Consumer<ScheduleOptions> options) {
    var chosen = chosen(options);
    declare(name, spec(chosen, type.draft(argument, chosen.submitOptions()), true));
  }

  /// Declares a schedule whose tasks take the instant of their tick as argument.
  public void declare(String name, TaskType<Instant, ?> type, Consumer<ScheduleOptions> options) {
    var chosen = chosen(options);
    declare(name, spec(chosen, type.draft(Instant.EPOCH, chosen.submitOptions()), false));
  }

  private synchronized void declare(String name, ScheduleSpec spec) {
    if (declared.putIfAbsent(Names.check(name), spec) != null) {
      throw new LovageException(ErrorCode.INVALID, "schedule: " + name + " is declared already");
    }
  }

  /// Puts a schedule into the store, in the place of the one of its name if there is one. It is
  /// paused if that one was.
  ///
  /// @throws LovageException `INVALID` if an option does not fit or no tick is to come
  public <A> Schedule put(
      String name, TaskType<A, ?> type, A argument, Consumer<ScheduleOptions> options) {
    var chosen = chosen(options);
    return put(name, spec(chosen, type.draft(argument, chosen.submitOptions()), true));
  }

  /// As [#put], by the type's name; its code may be elsewhere.
  ///
  /// @param argument JSON text, or null for the instant of the tick
  public Schedule put(
      String name, String type, @Nullable String argument, Consumer<ScheduleOptions> options) {
    var chosen = chosen(options);
    var json = argument == null ? JsonCodec.encode("tick", Instant.EPOCH.toString()) : argument;
    return put(
        name, spec(chosen, tickers.draft(type, json, chosen.submitOptions()), argument != null));
  }

  private Schedule put(String name, ScheduleSpec spec) {
    Names.check(name);
    if (Ticks.of(name, spec.when()).next(now()).isEmpty()) {
      throw new LovageException(
          ErrorCode.INVALID, "schedule: " + name + " would never tick; its time is over");
    }
    return store(name, spec).shown();
  }

  private static ScheduleOptions chosen(Consumer<ScheduleOptions> options) {
    var chosen = new ScheduleOptions();
    options.accept(chosen);
    return chosen;
  }

  private static ScheduleSpec spec(ScheduleOptions chosen, NewTask task, boolean fixedArgument) {
    var spec = new ScheduleSpec(chosen.when(), chosen.rules(), Template.of(task, fixedArgument));
    var _ = spec.when().timing();
    return spec;
  }

  /// Until nobody else has changed it in between.
  private ReadSchedule store(String name, ScheduleSpec spec) {
    var json = spec.json();
    var ticks = Ticks.of(name, spec.when());
    while (true) {
      var old = find(name, Function.identity());
      if (old.isPresent() && old.get().definition().spec().equals(json)) {
        return ReadSchedule.of(old.get());
      }
      var cursor = old.map(this::cursor).orElse(Cursor.from(now())).since(now());
      var position =
          new Ticker.Position(
              old.map(ticker -> ticker.position().revision()).orElse(0L),
              cursor.json(),
              ReadSchedule.dueAt(ticks, cursor));
      if (tickers.put(
          new Ticker(
              Kind.SCHEDULE,
              name,
              new Ticker.Definition(json, null),
              position,
              old.map(Ticker::paused).orElse(false)))) {
        return find(name, ReadSchedule::of).orElseThrow(() -> unknown(name));
      }
    }
  }

  private Cursor cursor(Ticker ticker) {
    return Cursor.parse(ticker.position().cursor());
  }

  synchronized void putDeclared() {
    declared.forEach((name, spec) -> {
      var stored = store(name, spec).shown();
      if (stored.progress().next() == null && !stored.paused()) {
        log.info("schedule {} is over: {}", name, stored.words());
      }
    });
  }

  /// All schedules, by name.
  public List<Schedule> list() {
    return tickers.list(Kind.SCHEDULE).stream()
        .map(ticker -> ReadSchedule.of(ticker).shown())
        .toList();
  }

  public Optional<Schedule> find(String name) {
    return find(name, ticker -> ReadSchedule.of(ticker).shown());
  }

  private <T> Optional<T> find(String name, Function<Ticker, T> reader) {
    return tickers.find(Kind.SCHEDULE, name).map(reader);
  }

  /// The next ticks to come, jitter included; also of a schedule that is paused.
  ///
  /// @throws LovageException `INVALID` if there is none of this name
  public List<Instant> next(String name, int count) {
    return find(name, ReadSchedule::of).orElseThrow(() -> unknown(name)).next(now(), count);
  }

  /// Makes no tasks until [#resume]. Tasks that were made before go on.
  ///
  /// @return how it stands now
  public Schedule pause(String name) {
    return setPaused(name, true);
  }

  /// Goes on. What went by meanwhile is not made up for.
  ///
  /// @return how it stands now
  public Schedule resume(String name) {
    return setPaused(name, false);
  }

  private Schedule setPaused(String name, boolean paused) {
    while (true) {
      var old = find(name, ReadSchedule::of).orElseThrow(() -> unknown(name));
      var cursor = paused ? old.cursor() : old.cursor().since(now());
      if (old.ticker().paused() == paused
          || tickers.put(
              new Ticker(
                  Kind.SCHEDULE, name, old.ticker().definition(), old.position(cursor), paused))) {
        return find(name).orElseThrow(() -> unknown(name));
      }
    }
  }

  /// Makes a task now, besides those of the clock, whatever its rule on overlap says.
  ///
  /// @return its id
  /// @throws LovageException `INVALID` if there is none of this name; `CONFLICT` if it is paused
  public TaskId run(String name) {
    while (true) {
      var old = find(name, ReadSchedule::of).orElseThrow(() -> unknown(name));
      if (old.ticker().paused()) {
        throw new LovageException(
            ErrorCode.CONFLICT, "schedule: " + name + " is paused; resume it first");
      }
      var now = now();
      var id = TaskId.of("schedule " + name, "run " + old.ticker().position().revision());
      var firing = Plan.firing(old, tickers, id, now, "run at " + now);
      var tick =
          new Tick(
              Kind.SCHEDULE,
              name,
              old.position(old.cursor().ran(id, old.spec())),
              List.of(firing),
              List.of());
      if (tickers.fire(List.of(tick)).getFirst().won()) {
        return id;
      }
    }
  }

  /// Removes a schedule. Tasks that it has made go on.
  ///
  /// @return whether it was there
  public boolean remove(String name) {
    return tickers.remove(Kind.SCHEDULE, name);
  }

  /// Puts what was declared into the store and runs schedules in this process, until the answer is
  /// closed. Close it before the [Lovage].
  public Scheduler start() {
    return Scheduler.start(tickers, List.of(ticking()));
  }

  Ticking ticking() {
    return new ScheduleTicking(this, tickers);
  }

  /// By the store's clock.
  private Instant now() {
    return tickers.due(Duration.ZERO, 1).now();
  }

  private static LovageException unknown(String name) {
    return new LovageException(ErrorCode.INVALID, "schedule: there is none of the name " + name);
  }
}
