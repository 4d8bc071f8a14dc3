// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.CancelResult;
import dev.lovage.spi.Engine;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.RequeueResult;
import dev.lovage.spi.TaskFilter;
import dev.lovage.spi.TaskLookup;
import dev.lovage.spi.TaskQueries;
import dev.lovage.spi.ValueVersion;
import dev.lovage.value.LoadedModels;
import dev.lovage.value.ServedValues;
import dev.lovage.worker.Homes;
import dev.lovage.worker.LeasingWorker;
import dev.lovage.worker.TaskDefinition;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// The open platform: declares task types and served values over one store, submits, and starts
/// workers. Safe for use from any thread; one instance per process is enough.
///
/// ```java
/// try (var lovage = Lovage.open("sqlite:lovage.db")) {
///   var square = lovage.task("square", Integer.class, Long.class, n -> (long) n * n);
///   var worker = lovage.startWorker();
///   var nine = square.submit(3).await(Duration.ofSeconds(10));
///   worker.drain(Duration.ofSeconds(10));
/// }
/// ```
public final class Lovage implements AutoCloseable {

  private final Engine engine;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Interceptors interceptors = new Interceptors();
  private final Queues queues;
  private final Submitter submitter;
  private final ServedValues values;
  private final Models models;
  private final ActionStreams actions;
  private final List<AutoCloseable> listeners;
  private final Map<String, TaskType<?, ?>> types = new ConcurrentSkipListMap<>();
  private final Map<String, Integer> concurrency = new ConcurrentSkipListMap<>();

  private Lovage(Engine engine, InstantSource clock, RandomGenerator random) {
    this.engine = engine;
    this.clock = clock;
    this.random = random;
    var awaiter = new Awaiter(engine.queries());
    this.queues = new Queues(new QueueLimits(engine.queries()), new QueueHomes(clock));
    this.submitter = Submitter.over(engine, awaiter, interceptors, queues, clock, random);
    this.values = new ServedValues(engine.values(), clock);
    var loaded = new LoadedModels(engine, values, clock, random);
    this.models = new Models(engine, values, loaded);
    this.actions = new ActionStreams(engine::openActions, clock, random);
    this.listeners =
        List.of(
            loaded,
            engine.signals().listen(awaiter),
            engine.values().watch(values::offer),
            engine.values().watch(loaded::offer));
  }

  /// Opens the store at a URL with an engine found on the module or class path, for example
  /// `sqlite:lovage.db`. The instance owns the store and closes it.
  ///
  /// @throws LovageException `INVALID` if no engine takes the URL or an option in it is unknown;
  ///   `UNAVAILABLE` or `BROKEN` if the store can't be opened
  public static Lovage open(String url) {
    return over(Engine.open(url));
  }

  /// Uses an engine that is open already, with the system's clock for ids. Closing the instance
  /// closes the engine.
  public static Lovage over(Engine engine) {
    return over(engine, InstantSource.system(), () -> ThreadLocalRandom.current().nextLong());
  }

  /// As [#over(Engine)], with a clock and a source of randomness of the caller's, for tests.
  public static Lovage over(Engine engine, InstantSource clock, RandomGenerator random) {
    return new Lovage(engine, clock, random);
  }

  /// Declares a task type that is run elsewhere: it can be submitted here.
  public <A, R> TaskType<A, R> task(String name, Class<A> argument, Class<R> result) {
    return declare(name, argument, result, null, options -> {});
  }

  /// Declares a task type with its code and the default options.
  public <A, R> TaskType<A, R> task(
      String name, Class<A> argument, Class<R> result, TaskHandler.OfArgument<A, R> handler) {
    return task(name, argument, result, handler, options -> {});
  }

  /// Declares a task type with its code, whose handler takes the [TaskContext] too.
  public <A, R> TaskType<A, R> task(
      String name, Class<A> argument, Class<R> result, TaskHandler<A, R> handler) {
    return task(name, argument, result, handler, options -> {});
  }

  /// Declares a task type with its code and options.
  ///
  /// @throws LovageException `INVALID` if the name is not valid or is declared already
  public <A, R> TaskType<A, R> task(
      String name,
      Class<A> argument,
      Class<R> result,
      TaskHandler.OfArgument<A, R> handler,
      Consumer<TaskOptions<R>> options) {
    return declare(name, argument, result, (a, context) -> handler.run(a), options);
  }

  /// Declares a task type with its code, whose handler takes the [TaskContext] too, and options.
  public <A, R> TaskType<A, R> task(
      String name,
      Class<A> argument,
      Class<R> result,
      TaskHandler<A, R> handler,
      Consumer<TaskOptions<R>> options) {
    return declare(name, argument, result, handler, options);
  }

  private <A, R> TaskType<A, R> declare(
      String name,
      Class<A> argument,
      Class<R> result,
      @org.jspecify.annotations.Nullable TaskHandler<A, R> handler,
      Consumer<TaskOptions<R>> options) {
    var chosen = new TaskOptions<R>();
    if (handler instanceof Batch) {
      // Each of its tasks waits for the others.
      chosen.io();
    }
    options.accept(chosen);
    var settings = chosen.settings();
    var definition =
        new TaskDefinition<>(
            Checks.name("type", name),
            argument,
            result,
            chosen.versions(),
            handler == null ? null : interceptors.around(handler),
            settings,
            chosen.running());
    var type =
        new TaskType<>(
            definition, settings, chosen.singleFlightRule(), chosen.sharing(), submitter);
    if (types.containsKey(name)) {
      throw Checks.invalid("type", name + " is declared already");
    }
    queues.homes().declare(type);
    types.put(name, type);
    return type;
  }

  /// Stands around all submits made here from now on, and around all attempts of types declared
  /// here. The first interceptor is the outermost.
  public void intercept(Interceptor interceptor) {
    interceptors.add(interceptor);
  }

  /// From now on submits made here are refused with `FULL` while so many tasks of a queue wait. The
  /// limit holds to within what other processes submit in a tenth of a second. What a handler
  /// submits with its result is always accepted. Default: no limit.
  public void limit(String queue, int most) {
    queues.homes().requireStore(queue, "limits of what waits", "limit it where it is sent");
    queues.limits().set(Checks.name("queue", queue), Checks.atLeastOne("most", most));
  }

  /// At most so many tasks of a queue run at a time, in all workers together. It holds for workers
  /// started here afterwards, so each process that works on the queue must say the same. Default:
  /// no limit.
  public void concurrency(String queue, int most) {
    queues.homes().requireStore(queue, "limits for all workers", "limit each worker's queue");
    concurrency.put(Checks.name("queue", queue), Checks.atLeastOne("most", most));
  }

  /// Which queues live at a broker and not in the store.
  public QueueHomes homes() {
    return queues.homes();
  }

  /// The declared task types, by name.
  public Collection<TaskType<?, ?>> types() {
    return types.values();
  }

  /// The declared task type of this name.
  public Optional<TaskType<?, ?>> type(String name) {
    return Optional.ofNullable(types.get(name));
  }

  /// Submits by name a task whose code and types are elsewhere. Nothing checks that a worker knows
  /// the type: the task waits until one does.
  ///
  /// @param argument any value with a JSON form
  public TaskHandle<Object> submit(String type, Object argument, Consumer<SubmitOptions> options) {
    var declared = type(type);
    if (declared.isPresent()) {
      return declared.get().submitUntyped(JsonCodec.encode("argument", argument), options);
    }
    return Undeclared.type(type, submitter).submit(argument, options);
  }

  /// Submits within a transaction of the caller's own, on a store in PostgreSQL.
  ///
  /// @param connection to the store's database, in a transaction
  public Within within(Connection connection) {
    return new Within(submitter, connection);
  }

  /// Serves a value that tasks publish to: until the first result it is `initial`.
  ///
  /// @throws LovageException `INVALID` if the name is not valid or is served with another type
  @SuppressWarnings("unchecked")
  public <T> ServedValue<T> served(String name, T initial) {
    return values.serve(
        new ValueVersion(
            Checks.valueName(name), 0, JsonCodec.encode("value " + name, initial), clock.instant()),
        (Class<T>) initial.getClass());
  }

  /// Serves a family of values, each under keys of its own: `recommendations/{user}`.
  ///
  /// @throws LovageException `INVALID` if the template has no place for a key
  public <T> ServedFamily<T> servedFamily(String template, Class<T> type) {
    return values.serveFamily(template, type);
  }

  /// Large served values: declare, look back, compare, roll back, pin.
  public Models models() {
    return models;
  }

  /// The value of this name, if it is served here.
  public Optional<ServedValue<?>> served(String name) {
    return values.find(name);
  }

  /// The streams of actions: what users did, kept in the order in which it came.
  public ActionStreams actions() {
    return actions;
  }

  /// Declares a stream of actions; see [ActionStreams#stream].
  public <T> ActionStream<T> actions(String stream, Class<T> body) {
    return actions.stream(stream, body);
  }

  /// A handle on a task submitted before, perhaps by another process.
  public <R> TaskHandle<R> handle(TaskId id, Class<R> result) {
    return submitter.handle(id, id, result);
  }

  /// Waits until a task has ended.
  ///
  /// @return the task as it stands at its end, or as it stands when the time is over
  /// @throws LovageException `UNKNOWN_TASK` or `FORGOTTEN`
  /// @throws InterruptedException if the waiting thread was interrupted; the task goes on
  public TaskLookup.Found awaitEnd(TaskId id, Duration timeout) throws InterruptedException {
    return submitter.awaitEnd(id, timeout);
  }

  /// Stops a task: at once if it does not run, otherwise its handler is asked to.
  public CancelResult cancel(TaskId id) {
    var result = engine.tasks().cancel(id);
    return result == CancelResult.UNKNOWN
        ? queues.homes().tasks().cancel(id).orElse(result)
        : result;
  }

  /// One submit needs its task no more; see [TaskHandle#leave()].
  ///
  /// @param waiter the id of the submit: where it was attached to a task, the one that it came with
  public CancelResult leave(TaskId id, TaskId waiter) {
    return engine.tasks().leave(id, waiter);
  }

  /// Queues a task again that failed or was cancelled, as if it were new: due at once, with all its
  /// attempts before it, and without the expiry and the predecessors that it had. Its result is
  /// served only if no later submit has been published meanwhile.
  public RequeueResult requeue(TaskId id) {
    return engine.tasks().requeue(List.of(id)).getFirst();
  }

  /// Queues again, newest first, up to `filter.limit()` of the tasks that match and have failed or
  /// were cancelled.
  ///
  /// @param filter its state must be `FAILED` or `CANCELLED`
  /// @return how many were queued
  /// @throws LovageException `INVALID` for another state
  public int requeue(TaskFilter filter) {
    return new Requeue(engine).all(filter);
  }

  /// What can be read of tasks, queues and workers.
  public TaskQueries queries() {
    return new HomeQueries(engine.queries(), queues.homes());
  }

  /// Any value in the store by its name: read, await, look back, roll back, pin.
  public Values values() {
    return new Values(engine.values(), values);
  }

  /// What schedules and triggers are made with.
  public Tickers tickers() {
    return new Tickers(engine, submitter, types);
  }

  /// Where the store is and what its writes survive, for a person.
  public String store() {
    return engine.description();
  }

  /// Returns if the store can be read, else throws.
  public void check() {
    engine.check();
  }

  /// Starts a worker for all types that have a handler here, with the default options.
  public Worker startWorker() {
    return startWorker(options -> {});
  }

  /// Starts a worker. Types declared later are not known to it.
  ///
  /// @throws LovageException `INVALID` if no declared type has a handler
  public Worker startWorker(Consumer<WorkerOptions> options) {
    var chosen = new WorkerOptions();
    options.accept(chosen);
    var runnable =
        types.values().stream()
            .<TaskDefinition<?, ?>>map(TaskType::definition)
            .filter(d -> d.handler() != null)
            .toList();
    if (runnable.isEmpty()) {
      throw Checks.invalid(
          "worker", "has nothing to run; declare a task type with a handler first");
    }
    queues.homes().checkAcks(runnable);
    return LeasingWorker.start(
        engine,
        new Homes(queues.homes().map().byQueue(), submitter::accept),
        runnable,
        new LeasingWorker.Settings(
            chosen.queues(),
            Map.copyOf(concurrency),
            chosen.concurrency(),
            chosen.ioConcurrency(),
            chosen.lease(),
            chosen.poll()),
        clock,
        random);
  }

  /// Closes the store. Drain the workers first: what runs when the store closes is run again later.
  @Override
  public void close() {
    for (var listener : listeners) {
      try {
        listener.close();
      } catch (Exception e) {
        throw new IllegalStateException("a listener of the store did not close", e);
      }
    }
    actions.close();
    queues.homes().close();
    engine.close();
  }
}
