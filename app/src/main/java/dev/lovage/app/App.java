// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app;

import dev.lovage.ActionOptions;
import dev.lovage.ActionStream;
import dev.lovage.Lovage;
import dev.lovage.Model;
import dev.lovage.ModelReader;
import dev.lovage.ServedFamily;
import dev.lovage.ServedValue;
import dev.lovage.TaskHandler;
import dev.lovage.TaskOptions;
import dev.lovage.TaskType;
import dev.lovage.http.Web;
import dev.lovage.schedule.ScheduleOptions;
import dev.lovage.schedule.Schedules;
import dev.lovage.schedule.TriggerOptions;
import dev.lovage.schedule.Triggers;
import dev.lovage.spi.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A whole program in one object: task types, served values and web routes are declared first, then
/// [#run] opens the store that the command line names and starts what it asks for.
///
/// ```java
/// void main(String[] args) {
///   var app = App.named("squares");
///   var newest = app.served("newest", 0L);
///   var square = app.task("square", Integer.class, Long.class, n -> (long) n * n,
///       task -> task.publishes(newest));
///   app.web().get("/square/{n}", request -> square.submit(request.pathInt("n")).id());
///   app.web().get("/newest", request -> newest.get());
///   app.run(args);
/// }
/// ```
///
/// What the declarations return works as soon as the app has started, in routes and in tasks.
/// Before that a served value reads as its initial value, and everything that needs the store
/// throws a [dev.lovage.LovageException] that says so. Declare from one thread.
public final class App {

  private final String name;
  private final DeferredEngine engine;
  private final Lovage lovage;
  private final Web web = new Web();
  private final Schedules schedules;
  private final Triggers triggers;
  private final List<Runnable> starts = new ArrayList<>();
  private final Map<String, String> homes = new LinkedHashMap<>();
  private boolean computes;

  private App(String name) {
    this.name = name;
    this.engine = new DeferredEngine(name);
    this.lovage = Lovage.over(engine);
    this.schedules = Schedules.over(lovage);
    this.triggers = Triggers.over(lovage);
  }

  /// A new app; the name stands in its messages.
  public static App named(String name) {
    return new App(name);
  }

  public String name() {
    return name;
  }

  /// Serves a value: `initial` until the first result, then always the newest.
  ///
  /// @throws dev.lovage.LovageException `INVALID` if the name is not valid or is served with
  ///   another type
  public <T> ServedValue<T> served(String value, T initial) {
    return lovage.served(value, initial);
  }

  /// Serves a family of values, each under keys of its own: `recommendations/{user}`.
  ///
  /// @throws dev.lovage.LovageException `INVALID` if the template has no place for a key
  public <T> ServedFamily<T> servedFamily(String template, Class<T> type) {
    return lovage.servedFamily(template, type);
  }

  /// Serves a model that tasks publish to: `initial` until the first version, then the newest that
  /// could be loaded. The app answers when it has loaded the version that its store has.
  ///
  /// @param reader reads a version; called by one thread at a time
  /// @throws dev.lovage.LovageException `INVALID` if the name is not valid or is served already
  public <T> Model<T> model(String model, ModelReader<T> reader, T initial) {
    return lovage.models().model(model, reader, initial);
  }

  /// Declares a task type whose code is in another program: it can be submitted here.
  public <A, R> TaskType<A, R> task(String type, Class<A> argument, Class<R> result) {
    return lovage.task(type, argument, result);
  }

  /// Declares a task type with its code and the default options.
  public <A, R> TaskType<A, R> task(
      String type, Class<A> argument, Class<R> result, TaskHandler.OfArgument<A, R> handler) {
    return task(type, argument, result, handler, options -> {});
  }

  /// Declares a task type with its code, whose handler takes the [dev.lovage.TaskContext] too.
  public <A, R> TaskType<A, R> task(
      String type, Class<A> argument, Class<R> result, TaskHandler<A, R> handler) {
    return task(type, argument, result, handler, options -> {});
  }

  /// Declares a task type with its code and options.
  ///
  /// @throws dev.lovage.LovageException `INVALID` if the name is not valid or is declared already
  public <A, R> TaskType<A, R> task(
      String type,
      Class<A> argument,
      Class<R> result,
      TaskHandler.OfArgument<A, R> handler,
      Consumer<TaskOptions<R>> options) {
    computes = true;
    return lovage.task(type, argument, result, handler, options);
  }

  /// Declares a task type with its code, whose handler takes the [dev.lovage.TaskContext] too, and
  /// options.
  public <A, R> TaskType<A, R> task(
      String type,
      Class<A> argument,
      Class<R> result,
      TaskHandler<A, R> handler,
      Consumer<TaskOptions<R>> options) {
    computes = true;
    return lovage.task(type, argument, result, handler, options);
  }

  /// Declares a schedule, run by every process of the app that runs tasks.
  ///
  /// @throws dev.lovage.LovageException `INVALID` if the name is declared already or an option does
  ///   not fit
  public <A> void schedule(
      String schedule, TaskType<A, ?> type, A argument, Consumer<ScheduleOptions> options) {
    schedules.declare(schedule, type, argument, options);
  }

  /// The schedules, declared and in the store.
  public Schedules schedules() {
    return schedules;
  }

  /// Declares a trigger, run by every process of the app that runs tasks.
  ///
  /// @throws dev.lovage.LovageException `INVALID` if the name is declared already or an option does
  ///   not fit
  public <A> void trigger(
      String trigger, TaskType<A, ?> type, A argument, Consumer<TriggerOptions> options) {
    triggers.declare(trigger, type, argument, options);
  }

  /// The triggers, declared and in the store.
  public Triggers triggers() {
    return triggers;
  }

  /// Declares a stream of actions: what users do, kept in the order in which it comes.
  ///
  /// @param body what the actions' bodies are read as
  /// @throws dev.lovage.LovageException `INVALID` if the name is not valid or is declared already
  public <T> ActionStream<T> actions(String stream, Class<T> body) {
    return lovage.actions(stream, body);
  }

  /// As [#actions(String, Class)], with options.
  public <T> ActionStream<T> actions(
      String stream, Class<T> body, Consumer<ActionOptions> options) {
    return lovage.actions().stream(stream, body, options);
  }

  /// Has something done at every start: when the store is open and before the first request, for
  /// example to submit what has to be computed once. What it throws ends the start.
  public void onStart(Runnable action) {
    starts.add(action);
  }

  /// Lets a queue live at a broker, which is opened when the app starts. The command line's
  /// `--queue-at` goes before it.
  ///
  /// @param url for example `redis://localhost/0`
  /// @see dev.lovage.QueueHomes
  public void queueAt(String queue, String url) {
    homes.put(queue, url);
  }

  /// The app's own routes, beside which the API under `/v1` is served.
  public Web web() {
    return web;
  }

  /// The library below: handles on tasks submitted before, cancellation, queries.
  public Lovage lovage() {
    return lovage;
  }

  /// Does what the command line says, until a signal stops it, and ends the process: with 0 after
  /// an orderly stop, 1 if the app could not start, 2 for wrong arguments, 130 or 143 if a second
  /// signal cut the stop short. `--help` lists the commands and options. Call it last in `main`.
  public void run(String... args) {
    System.exit(new CommandLineRun(this, System.out, System.err).execute(args, System.getenv()));
  }

  /// Starts what the command line says and returns at once, for tests and for programs that stop
  /// the app themselves: `app.start("--port", "0", "--data", folder)`. An app starts once.
  ///
  /// @throws dev.lovage.LovageException `INVALID` for wrong arguments; otherwise why the store or
  ///   the address can't be used
  public RunningApp start(String... args) {
    return start(Arguments.parse(name, args).plan(System.getenv()));
  }

  RunningApp start(Plan plan) {
    return RunningApp.start(this, plan, () -> Engine.open(plan.store()));
  }

  DeferredEngine engine() {
    return engine;
  }

  void started() {
    starts.forEach(Runnable::run);
  }

  /// Where queues live that do not live in the store.
  Map<String, String> homes(Map<String, String> fromCommandLine) {
    var all = new LinkedHashMap<>(homes);
    all.putAll(fromCommandLine);
    return all;
  }

  /// Whether a worker would have something to run.
  boolean computes() {
    return computes;
  }
}
