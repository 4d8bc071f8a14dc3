// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.BrokerEngine;
import dev.lovage.spi.BrokerFeature;
import dev.lovage.spi.CancelResult;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.InTurn;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.MessageProtocol.End;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.Rejected;
import dev.lovage.spi.RemoteControl;
import dev.lovage.spi.TaskLookup.Found;
import dev.lovage.spi.TaskStore;
import dev.lovage.spi.WorkerStatus;
import dev.lovage.worker.TaskDefinition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Where queues live: in the store, or at a broker that other systems share. A queue has one home,
/// for all processes that know it. Made by [Lovage#homes]; safe for use from any thread.
///
/// ```java
/// lovage.homes().at("java", "redis://localhost/0");
/// ```
///
/// A broker carries messages and no more. What a queue there can't do is refused when it is
/// declared or submitted: unique keys, predecessors, keys and limits, publishing to served values,
/// transactions of the caller's, and requeueing. What was sent can't be called back, but its
/// workers can be told that it is not wanted.
public final class QueueHomes implements AutoCloseable {

  // As long as Celery keeps results by default.
  private static final Duration CANVAS_KEPT = Duration.ofDays(1);

  private final InstantSource clock;
  private final Map<String, BrokerEngine> homes = new ConcurrentHashMap<>();
  private final Map<String, BrokerEngine> opened = new ConcurrentHashMap<>();
  private final Map<String, TaskType<?, ?>> types = new ConcurrentHashMap<>();
  private final SentTasks sent = new SentTasks();

  QueueHomes(InstantSource clock) {
    this.clock = clock;
  }

  /// Lets a queue live at the broker of this URL, for example `redis://localhost/0`.
  ///
  /// @throws LovageException `INVALID` if no engine takes the URL, or a task type declared here
  ///   asks for something of the queue that the broker can't do; `UNAVAILABLE` if it does not
  ///   answer
  public QueueHomes at(String queue, String url) {
    return at(queue, opened.computeIfAbsent(url, BrokerEngine::open));
  }

  /// Lets a queue live at a broker that is open already, which is closed with the platform.
  public QueueHomes at(String queue, BrokerEngine broker) {
    Checks.name("queue", queue);
    types.values().stream()
        .filter(type -> type.definition().settings().queue().equals(queue))
        .forEach(type -> new HomeRules(queue, broker).check(type));
    opened.putIfAbsent(broker.description(), broker);
    homes.put(queue, broker);
    return this;
  }

  /// The queues that live at brokers, each with the place in words.
  public Map<String, String> all() {
    var all = new TreeMap<String, String>();
    homes.forEach((queue, broker) -> all.put(queue, broker.description()));
    return all;
  }

  /// A handle on a task that was sent to a queue at a broker, perhaps by another system. Nobody can
  /// say whether there is such a task before it has a result.
  ///
  /// @param id as its sender named it
  /// @throws LovageException `INVALID` if the queue lives in the store
  public <R> TaskHandle<R> handle(String queue, String id, Class<R> result) {
    return new BrokerHandle<>(required(queue), id, queue, null, clock.instant(), result);
  }

  /// Sends tasks that were put together, which the broker's workers run one after another and side
  /// by side, whatever they are written in; at Redis a canvas of Celery's, made with `Canvas` of
  /// `lovage-celery`.
  ///
  /// @param queue one that lives at the broker; tasks go there of which neither the canvas nor a
  ///   task type that is declared here says a queue
  /// @param canvas JSON text
  /// @return handles on its results: one of a chain's last task or a chord's body, one for each
  ///   member of a group
  /// @throws LovageException `INVALID` if the queue lives in the store or the canvas is no good
  public <R> List<TaskHandle<R>> launch(String queue, String canvas, Class<R> result) {
    var home = required(queue);
    var end = new End(clock.instant(), "", CANVAS_KEPT, type -> Optional.of(queueOf(type, queue)));
    var launch = home.protocol().launch(canvas, end);
    home.send(List.of(launch.ending()));
    return launch.results().stream().map(id -> handle(queue, id, result)).toList();
  }

  private String queueOf(String type, String otherwise) {
    var declared = types.get(type);
    return declared == null ? otherwise : declared.definition().settings().queue();
  }

  /// Removes the results of tasks that were sent to a queue at a broker.
  ///
  /// @param ids as their senders named them
  public void forget(String queue, List<String> ids) {
    required(queue).results().forget(ids);
  }

  /// What was sent to a queue at a broker and could not be run by anybody, newest first.
  public List<Rejected> rejected(String queue, int limit) {
    return required(queue).broker().rejected(queue, limit);
  }

  /// How many messages wait in the queues that live at brokers which can count them.
  public Map<String, Long> waiting() {
    var waiting = new TreeMap<String, Long>();
    byBroker()
        .forEach((broker, queues) -> {
          if (broker.broker().features().contains(BrokerFeature.COUNT)) {
            waiting.putAll(broker.broker().waiting(queues));
          }
        });
    return waiting;
  }

  boolean isEmpty() {
    return homes.isEmpty();
  }

  Map<BrokerEngine, List<String>> byBroker() {
    var byBroker = new LinkedHashMap<BrokerEngine, List<String>>();
    homes.forEach(
        (queue, broker) -> byBroker.computeIfAbsent(broker, b -> new ArrayList<>()).add(queue));
    return byBroker;
  }

  private BrokerEngine required(String queue) {
    return of(queue)
        .orElseThrow(() ->
            Checks.invalid(
                "queue", queue + " lives in the store; this is for queues that live at a broker"));
  }

  Optional<BrokerEngine> of(String queue) {
    return Optional.ofNullable(homes.get(queue));
  }

  Map<String, BrokerEngine> brokers() {
    return homes;
  }

  /// Takes note of a type, of which a queue's home may forbid something.
  void declare(TaskType<?, ?> type) {
    var queue = type.definition().settings().queue();
    of(queue).ifPresent(home -> new HomeRules(queue, home).check(type));
    types.put(type.definition().storedName(), type);
  }

  /// Refuses early acknowledgement where nothing is acknowledged.
  void checkAcks(Collection<TaskDefinition<?, ?>> types) {
    for (var type : types) {
      if (type.running().ackEarly() && of(type.settings().queue()).isEmpty()) {
        throw Checks.invalid(
            "task " + type.name(),
            "is to be acknowledged early, which the store knows nothing of; leave ackEarly out, or"
                + " let its queue live at a broker");
      }
    }
  }

  /// Refuses what is said of a queue that lives at a broker.
  void requireStore(String queue, String feature, String remedy) {
    of(queue)
        .ifPresent(home -> {
          throw new HomeRules(queue, home).refusal("queue", feature, remedy);
        });
  }

  /// Accepts tasks where their queues live.
  List<Enqueued> route(List<NewTask> tasks, InTurn turn, TaskStore store) {
    if (homes.isEmpty()) {
      return store.enqueue(tasks, turn);
    }
    turn.awaitAccepted();
    var accepted = new ArrayList<@Nullable Enqueued>(tasks.size());
    tasks.forEach(_ -> accepted.add(null));
    var places = new LinkedHashMap<Optional<BrokerEngine>, List<Integer>>();
    for (int i = 0; i < tasks.size(); i++) {
      places.computeIfAbsent(of(tasks.get(i).settings().queue()), _ -> new ArrayList<>()).add(i);
    }
    places.forEach((home, its) -> {
      var list = its.stream().map(tasks::get).toList();
      var receipts = home.isEmpty() ? store.enqueue(list) : send(home.get(), list);
      for (int i = 0; i < its.size(); i++) {
        accepted.set(its.get(i), receipts.get(i));
      }
    });
    return accepted.stream().flatMap(receipt -> Optional.ofNullable(receipt).stream()).toList();
  }

  private List<Enqueued> send(BrokerEngine home, List<NewTask> tasks) {
    var now = clock.instant();
    tasks.forEach(task -> new HomeRules(task.settings().queue(), home).check(task));
    home.broker()
        .send(
            tasks.stream()
                .map(task -> home.protocol().message(task, argumentOf(task), now))
                .toList());
    tasks.forEach(task -> sent.add(handle(home, task, now, Object.class)));
    return tasks.stream().map(task -> new Enqueued(task.id(), 0, true)).toList();
  }

  private Class<?> argumentOf(NewTask task) {
    var type = types.get(task.type());
    return type == null ? Object.class : type.argumentType();
  }

  <R> Optional<BrokerHandle<R>> handle(NewTask task, Class<R> result) {
    return of(task.settings().queue()).map(home -> handle(home, task, clock.instant(), result));
  }

  private static <R> BrokerHandle<R> handle(
      BrokerEngine home, NewTask task, Instant now, Class<R> result) {
    return new BrokerHandle<>(
        home, task.id().toString(), task.settings().queue(), task, now, result);
  }

  /// A task that was sent to a broker from here, with its argument.
  Optional<Found> findSent(TaskId id) {
    return sent.find(id).map(BrokerHandle::found);
  }

  /// A task that was sent to a broker from here, or has a result at one.
  Optional<Found> find(TaskId id) {
    if (homes.isEmpty()) {
      return Optional.empty();
    }
    return handleOf(id).map(BrokerHandle::found);
  }

  private Optional<BrokerHandle<Object>> handleOf(TaskId id) {
    return sent.find(id).or(() -> ended(id));
  }

  private Optional<BrokerHandle<Object>> ended(TaskId id) {
    var name = id.toString();
    for (var home : byBroker().entrySet()) {
      if (home.getKey().results().get(List.of(name)).containsKey(name)) {
        var queue = home.getValue().getFirst();
        return Optional.of(
            new BrokerHandle<>(home.getKey(), name, queue, null, clock.instant(), Object.class));
      }
    }
    return Optional.empty();
  }

  /// Waits for the end of a task that was sent from here; empty if none of this id was.
  Optional<Found> awaitEnd(TaskId id, Duration timeout) throws InterruptedException {
    var handle = sent.find(id);
    return handle.isEmpty() ? Optional.empty() : Optional.of(handle.get().awaitEnd(timeout));
  }

  /// Who works on queues at brokers and answers.
  List<WorkerStatus> workers() {
    return byBroker().keySet().stream()
        .flatMap(broker -> broker.remote().stream())
        .flatMap(remote -> remote.workers().stream())
        .toList();
  }

  /// Cancels a task that was sent to a broker, as far as it is known here.
  Optional<CancelResult> cancel(TaskId id) {
    return handleOf(id).map(BrokerHandle::cancel);
  }

  /// Gives a command to the workers of a queue at a broker, Lovage's and others, in the words of
  /// the system that they share; at Redis those of Celery's remote control:
  ///
  /// ```java
  /// lovage.homes().ask("celery", "ping", Map.of(), Duration.ofSeconds(1));
  /// lovage.homes().ask("celery", "rate_limit",
  ///     Map.of("task_name", "demo.add", "rate_limit", "10/m"), Duration.ofSeconds(1));
  /// ```
  ///
  /// Every worker at the broker is asked, whichever of its queues it serves.
  ///
  /// @param arguments anything whose JSON is an object
  /// @param timeout how long to wait for answers; zero to wait for none
  /// @param workers by name; none for all
  /// @return by worker what it answered, as JSON text
  /// @throws LovageException `INVALID` if the queue lives in the store, its broker has no remote
  ///   control, or the command is no good
  public Map<String, String> ask(
      String queue, String command, Object arguments, Duration timeout, String... workers) {
    var home = required(queue);
    return home.remote()
        .orElseThrow(() ->
            new HomeRules(queue, home)
                .refusal("command", "commands for workers", "ask each worker where it runs"))
        .ask(
            new RemoteControl.Command(
                Checks.name("command", command),
                JsonCodec.encode("arguments", arguments),
                List.of(workers)),
            timeout);
  }

  /// Closes the brokers. Part of [Lovage#close].
  @Override
  public void close() {
    Set.copyOf(opened.values()).forEach(BrokerEngine::close);
  }
}
