// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import dev.lovage.ErrorCode;
import dev.lovage.Lovage;
import dev.lovage.LovageException;
import dev.lovage.TaskType;
import dev.lovage.Tickers;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.Ticker;
import dev.lovage.spi.Ticker.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tasks by what happens: actions, values, ends of tasks, files and calls. Each cause is one task.
/// Triggers are kept in the store, and any process that has called [#start] runs them.
///
/// ```java
/// var triggers = Triggers.over(lovage);
/// triggers.declare("retrain", train, "all", t -> t.actions(views, 1_000));
/// try (var scheduler = triggers.start()) { … }
/// ```
///
/// Safe for use from any thread.
public final class Triggers {

  private final Lovage lovage;
  private final Tickers tickers;
  private final Map<String, TriggerSpec> declared = new LinkedHashMap<>();

  private Triggers(Lovage lovage) {
    this.lovage = lovage;
    this.tickers = lovage.tickers();
  }

  public static Triggers over(Lovage lovage) {
    return new Triggers(lovage);
  }

  /// Declares a trigger, which is put into the store when the scheduler starts, unless it is there
  /// as it is. One that is paused stays so. A trigger that is declared no more goes on until it is
  /// removed.
  ///
  /// @throws LovageException `INVALID` if the name is declared already or an option does not fit
  public <A> void declare(
      String name, TaskType<A, ?> type, A argument, Consumer<TriggerOptions> options) {
    var chosen = chosen(options);
    declare(name, spec(chosen, type.draft(argument, chosen.submitOptions()), true));
  }

  /// Declares a trigger whose tasks are told what has happened: their argument is a record with the
  /// fields that docs/triggers.md lists for its kind, or for a call its body.
  public void declare(String name, TaskType<?, ?> type, Consumer<TriggerOptions> options) {
    var chosen = chosen(options);
    declare(name, new TriggerSpec(chosen.on(), template(type.name(), null, chosen)));
  }

  private synchronized void declare(String name, TriggerSpec spec) {
    if (declared.putIfAbsent(Names.check(name), checked(spec)) != null) {
      throw new LovageException(ErrorCode.INVALID, "trigger: " + name + " is declared already");
    }
  }

  /// Puts a trigger into the store, in the place of the one of its name if there is one. What has
  /// happened before does not count.
  ///
  /// @param argument JSON text, or null for what has happened
  /// @throws LovageException `INVALID` if an option does not fit
  public Trigger put(
      String name, String type, @Nullable String argument, Consumer<TriggerOptions> options) {
    var chosen = chosen(options);
    return store(
            Names.check(name),
            checked(new TriggerSpec(chosen.on(), template(type, argument, chosen))))
        .shown();
  }

  private Template template(String type, @Nullable String argument, TriggerOptions chosen) {
    return argument == null
        ? Template.of(tickers.draftOf(type, chosen.submitOptions()), false)
        : Template.of(tickers.draft(type, argument, chosen.submitOptions()), true);
  }

  private static TriggerOptions chosen(Consumer<TriggerOptions> options) {
    var chosen = new TriggerOptions();
    options.accept(chosen);
    return chosen;
  }

  private static TriggerSpec spec(TriggerOptions chosen, NewTask task, boolean fixedArgument) {
    return new TriggerSpec(chosen.on(), Template.of(task, fixedArgument));
  }

  /// A task whose end makes the next one of its kind would go on for ever.
  private static TriggerSpec checked(TriggerSpec spec) {
    var on = spec.on();
    boolean own =
        (on.on() == On.Kind.SUCCEEDED || on.on() == On.Kind.FAILED)
            && on.of().equals(spec.task().type().replaceFirst("@.*", ""));
    boolean ownValue = on.on() == On.Kind.VALUE && on.of().equals(spec.task().work().publishes());
    if (own || ownValue) {
      throw new LovageException(
          ErrorCode.INVALID,
          "on: the trigger would set itself off for ever; wait for something else");
    }
    return spec;
  }

  /// Until nobody else has changed it in between.
  private ReadTrigger store(String name, TriggerSpec spec) {
    var json = spec.json();
    while (true) {
      var old = tickers.find(Kind.TRIGGER, name);
      if (old.isPresent() && old.get().definition().spec().equals(json)) {
        return ReadTrigger.of(old.get());
      }
      // Its marks are about what it waited for, so another one begins anew.
      if (old.isPresent() && !ReadTrigger.of(old.get()).on().equals(spec.on())) {
        tickers.remove(Kind.TRIGGER, name);
        old = old.filter(Ticker::paused).map(ticker -> withoutRevision(ticker));
      }
      var position =
          old.filter(ticker -> ticker.position().revision() != 0)
              .map(Ticker::position)
              .orElseGet(() -> new Ticker.Position(0, begin(spec.on()).json(), null));
      if (tickers.put(
          new Ticker(
              Kind.TRIGGER,
              name,
              new Ticker.Definition(json, spec.on().source()),
              position,
              old.map(Ticker::paused).orElse(false)))) {
        return read(name);
      }
    }
  }

  private static Ticker withoutRevision(Ticker ticker) {
    return new Ticker(
        ticker.kind(),
        ticker.name(),
        ticker.definition(),
        new Ticker.Position(0, "{}", null),
        ticker.paused());
  }

  private TriggerCursor begin(On on) {
    boolean ofActions = on.on() == On.Kind.ACTIONS || on.on() == On.Kind.QUIET;
    var place =
        ofActions
            ? lovage.actions().find(on.of()).map(stream -> stream.newest().text()).orElse(null)
            : null;
    return TriggerCursor.from(now(), place);
  }

  synchronized void putDeclared() {
    declared.forEach(this::store);
  }

  /// All triggers, by name.
  public List<Trigger> list() {
    return tickers.list(Kind.TRIGGER).stream()
        .map(ticker -> ReadTrigger.of(ticker).shown())
        .toList();
  }

  public Optional<Trigger> find(String name) {
    return tickers.find(Kind.TRIGGER, name).map(ticker -> ReadTrigger.of(ticker).shown());
  }

  private ReadTrigger read(String name) {
    return tickers
        .find(Kind.TRIGGER, name)
        .map(ReadTrigger::of)
        .orElseThrow(() ->
            new LovageException(ErrorCode.INVALID, "trigger: there is none of the name " + name));
  }

  /// Makes no tasks until [#resume]. What is published and what ends meanwhile does not count;
  /// actions and files do, when it is resumed.
  ///
  /// @return how it stands now
  public Trigger pause(String name) {
    return setPaused(name, true);
  }

  /// Goes on.
  ///
  /// @return how it stands now
  public Trigger resume(String name) {
    return setPaused(name, false);
  }

  private Trigger setPaused(String name, boolean paused) {
    while (true) {
      var old = read(name).ticker();
      if (old.paused() == paused
          || tickers.put(
              new Ticker(Kind.TRIGGER, name, old.definition(), old.position(), paused))) {
        return read(name).shown();
      }
    }
  }

  /// Removes a trigger. Tasks that it has made go on.
  ///
  /// @return whether it was there
  public boolean remove(String name) {
    return tickers.remove(Kind.TRIGGER, name);
  }

  /// Takes a call that has come over HTTP or in another way.
  public Calls calls() {
    return new Calls(tickers);
  }

  /// Puts what was declared into the store and runs triggers in this process, until the answer is
  /// closed. Close it before the [Lovage].
  public Scheduler start() {
    return Scheduler.start(tickers, List.of(ticking()));
  }

  /// As [#start], and schedules too, on the same thread.
  public Scheduler startWith(Schedules schedules) {
    return Scheduler.start(tickers, List.of(schedules.ticking(), ticking()));
  }

  Ticking ticking() {
    return TriggerTicking.of(this, lovage);
  }

  Ticking eagerTicking() {
    return TriggerTicking.eager(this, lovage);
  }

  Tickers tickers() {
    return tickers;
  }

  /// By the store's clock.
  private Instant now() {
    return tickers.due(Duration.ZERO, 1).now();
  }
}
