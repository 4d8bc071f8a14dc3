// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.BrokerEngine;
import dev.lovage.spi.BrokerFeature;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.MessageProtocol.End;
import dev.lovage.spi.Rejected;
import dev.lovage.spi.RemoteControl;
import dev.lovage.spi.WorkerStatus;
import dev.lovage.worker.TaskDefinition;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

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
  private final HomeMap homes = new HomeMap();
  private final Map<String, BrokerEngine> opened = new ConcurrentHashMap<>();
  private final Map<String, TaskType<?, ?>> types = new ConcurrentHashMap<>();
  private final BrokerTasks tasks;
  private final HomeRouter router;

  QueueHomes(InstantSource clock) {
    this.clock = clock;
    this.tasks = new BrokerTasks(clock, homes);
    this.router = new HomeRouter(clock, homes, types, tasks);
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
    homes.byQueue().forEach((queue, broker) -> all.put(queue, broker.description()));
    return all;
  }

  /// A handle on a task that was sent to a queue at a broker, perhaps by another system. Nobody can
  /// say whether there is such a task before it has a result.
  ///
  /// @param id as its sender named it
  /// @throws LovageException `INVALID` if the queue lives in the store
  public <R> TaskHandle<R> handle(String queue, String id, Class<R> result) {
    return new BrokerHandle<>(homes.required(queue), id, queue, null, clock.instant(), result);
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
    var home = homes.required(queue);
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
    homes.required(queue).results().forget(ids);
  }

  /// What was sent to a queue at a broker and could not be run by anybody, newest first.
  public List<Rejected> rejected(String queue, int limit) {
    return homes.required(queue).broker().rejected(queue, limit);
  }

  /// How many messages wait in the queues that live at brokers which can count them.
  public Map<String, Long> waiting() {
    var waiting = new TreeMap<String, Long>();
    homes
        .byBroker()
        .forEach((broker, queues) -> {
          if (broker.broker().features().contains(BrokerFeature.COUNT)) {
            waiting.putAll(broker.broker().waiting(queues));
          }
        });
    return waiting;
  }

  HomeMap map() {
    return homes;
  }

  HomeRouter router() {
    return router;
  }

  /// Tasks that were sent to brokers, by their ids.
  BrokerTasks tasks() {
    return tasks;
  }

  /// Takes note of a type, of which a queue's home may forbid something.
  void declare(TaskType<?, ?> type) {
    var queue = type.definition().settings().queue();
    homes.of(queue).ifPresent(home -> new HomeRules(queue, home).check(type));
    types.put(type.definition().storedName(), type);
  }

  /// Refuses early acknowledgement where nothing is acknowledged.
  void checkAcks(Collection<TaskDefinition<?, ?>> types) {
    for (var type : types) {
      if (type.running().ackEarly() && homes.of(type.settings().queue()).isEmpty()) {
        throw Checks.invalid(
            "task " + type.name(),
            "is to be acknowledged early, which the store knows nothing of; leave ackEarly out, or"
                + " let its queue live at a broker");
      }
    }
  }

  /// Refuses what is said of a queue that lives at a broker.
  void requireStore(String queue, String feature, String remedy) {
    homes
        .of(queue)
        .ifPresent(home -> {
          throw new HomeRules(queue, home).refusal("queue", feature, remedy);
        });
  }

  /// Who works on queues at brokers and answers.
  List<WorkerStatus> workers() {
    return homes.byBroker().keySet().stream()
        .flatMap(broker -> broker.remote().stream())
        .flatMap(remote -> remote.workers().stream())
        .toList();
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
    var home = homes.required(queue);
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
