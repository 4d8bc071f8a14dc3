// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import dev.lovage.TaskError;
import dev.lovage.celery.CeleryEvent.Source;
import dev.lovage.spi.Attendant;
import dev.lovage.spi.Incoming;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.WorkerControl;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One worker as Celery's peers see it: a node that answers remote control, tells events, and keeps
/// its worker from running what was revoked. All of it but the carrying, which the broker does.
/// Safe for use from any thread.
public final class WorkerNode implements Attendant {

  /// How often a node tells that it is alive, unless asked to.
  public static final Duration HEARTBEAT = Duration.ofSeconds(2);

  private static final Duration ASKED_HEARTBEAT = Duration.ofSeconds(5);
  private static final int MOST_RESULT = 1_024;

  private final WorkerControl worker;
  private final NodePlace place;
  private final LogicalClock clock;
  private final InstantSource time;
  private final Events events;
  private final Revocations revocations = new Revocations(System::nanoTime);
  private final RateLimits rates = new RateLimits();
  private final Map<String, Duration> timeLimits = new ConcurrentHashMap<>();
  private final Map<String, Long> begun = new ConcurrentHashMap<>();
  private final NodeAnswers answers;
  private volatile boolean telling;
  private volatile WorkerReplies.@Nullable Bounds bounds;
  private volatile Runnable onLeft = () -> {};

  /// @param telling whether task events are told from the start, as with Celery's `-E`
  /// @param time of events
  public WorkerNode(
      WorkerControl worker,
      NodePlace place,
      LogicalClock clock,
      boolean telling,
      InstantSource time) {
    this.worker = worker;
    this.place = place;
    this.clock = clock;
    this.telling = telling;
    this.time = time;
    var offset = ZoneId.systemDefault().getRules().getOffset(time.instant());
    this.events =
        new Events(Source.of(place.node(), ProcessHandle.current().pid(), offset), version());
    this.answers = new NodeAnswers(this, worker, place, clock, time);
  }

  static String version() {
    return Objects.requireNonNullElse(
        WorkerNode.class.getPackage().getImplementationVersion(), "snapshot");
  }

  public LogicalClock clock() {
    return clock;
  }

  /// What the node answers to a command of remote control, whether it is asked to reply or not;
  /// JSON's null is an answer too. Does what the command says.
  ///
  /// @return null if the command is not for this node, or has no answer
  public @Nullable JsonNode answer(ControlRequest request) {
    return request.isFor(place.node()) ? answers.to(ControlCommand.of(request)) : null;
  }

  /// What a node that starts asks of the others.
  public ControlRequest hello() {
    var known = KombuJson.map(WorkerReplies.hello(revocations.all(), 0).path("revoked"));
    return new ControlCommand.Hello(place.node(), known).request();
  }

  /// What another node has answered to [#hello()]: what is revoked.
  public void learn(JsonNode answer) {
    clock.heard(answer.path("clock").asLong(0));
    revocations.add(KombuJson.map(answer.path("revoked")).keySet());
  }

  public void online() {
    tell((at, tick) -> events.workerOnline(health(HEARTBEAT), at, tick));
  }

  public void heartbeat() {
    tell((at, tick) -> events.workerHeartbeat(health(HEARTBEAT), at, tick));
  }

  void heartbeatWhenAsked() {
    tell((at, tick) -> events.workerHeartbeat(health(ASKED_HEARTBEAT), at, tick));
  }

  /// Another node has told something. In an election all who are known must have their say, so this
  /// node says that it has none.
  public void heard(CeleryEvent event) {
    clock.heard(event.clock());
    var election = event.text("id");
    if (event.type().equals("worker-elect") && election != null) {
      tell((at, tick) -> events.electAck(election, at, tick));
    }
  }

  private Events.Health health(Duration every) {
    int active = (int) worker.held().stream().filter(WorkerControl.HeldTask::begun).count();
    long processed = begun.values().stream().mapToLong(Long::longValue).sum();
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return new Events.Health(every, active, processed, List.of(load, load, load));
  }

  /// Switches the telling of task events.
  ///
  /// @return whether that changed anything
  boolean tellTasks(boolean wanted) {
    boolean before = telling;
    telling = wanted;
    return before != wanted;
  }

  boolean isTelling() {
    return telling;
  }

  /// Between which the pool scales; null unless somebody has said so.
  WorkerReplies.@Nullable Bounds bounds() {
    return bounds;
  }

  void bounds(WorkerReplies.Bounds value) {
    bounds = value;
  }

  Revocations revocations() {
    return revocations;
  }

  RateLimits rates() {
    return rates;
  }

  /// How many tasks of each type have begun.
  Map<String, Long> begun() {
    return begun;
  }

  /// How long tasks of a type may run.
  ///
  /// @param limit null for none of this node's own
  void limit(String type, @Nullable Duration limit) {
    if (limit == null) {
      timeLimits.remove(type);
    } else {
      timeLimits.put(type, limit);
    }
  }

  @Override
  public Optional<Outcome.Cancelled> refusal(Incoming task) {
    return revocations.has(messageOf(task))
        ? Optional.of(Outcome.Cancelled.unbegun())
        : Optional.empty();
  }

  @Override
  public Duration pause(Incoming task) {
    return rates.pause(task.type(), task.id(), System.nanoTime());
  }

  @Override
  public @Nullable Duration timeLimit(Incoming task) {
    return timeLimits.get(task.type());
  }

  @Override
  public void received(Incoming task) {
    tellOfTask((at, tick) -> events.received(messageOf(task), at, tick));
  }

  @Override
  public void started(Incoming task) {
    begun.merge(task.type(), 1L, Long::sum);
    tellOfTask((at, tick) -> events.started(task.id(), at, tick));
  }

  @Override
  public void ended(Incoming task, Outcome outcome, Duration ran) {
    if (!telling) {
      return;
    }
    var id = task.id();
    switch (outcome) {
      case Outcome.Succeeded(var json, var _) -> {
        // What waits to be told shall not keep a large result alive.
        var result = json.length() > MOST_RESULT ? json.substring(0, MOST_RESULT) + "…" : json;
        tellOfTask((at, tick) -> events.succeeded(id, readable(result), ran, at, tick));
      }
      case Outcome.Retry(var _, var error) ->
          tellOfTask(
              (at, tick) -> events.retried(id, CeleryError.of(error), error.stack(), at, tick));
      case Outcome.Failed(var error) when error.type().equals(TaskError.REJECTED) ->
          tellOfTask((at, tick) -> events.rejected(id, false, at, tick));
      case Outcome.Failed(var error) ->
          tellOfTask(
              (at, tick) -> events.failed(id, CeleryError.of(error), error.stack(), at, tick));
      case Outcome.Cancelled cancelled -> {
        boolean expired = cancelled.reason().type().equals(TaskError.EXPIRED);
        boolean terminated = !expired && !cancelled.isUnbegun();
        tellOfTask((at, tick) -> events.revoked(id, terminated, expired, at, tick));
      }
      case Outcome.Snoozed _ -> tellOfTask((at, tick) -> events.rejected(id, true, at, tick));
      case Outcome.Released _, Outcome.Replaced _ -> {}
    }
  }

  /// What to do when the worker has left.
  public void onLeft(Runnable action) {
    onLeft = action;
  }

  @Override
  public void left() {
    tell((at, tick) -> events.workerOffline(health(HEARTBEAT), at, tick));
    onLeft.run();
  }

  private static JsonNode readable(String json) {
    var read = KombuJson.read(json);
    return read == null ? KombuJson.text(json) : read;
  }

  static TaskMessage messageOf(Incoming task) {
    return ((CeleryTask) task).message();
  }

  private void tellOfTask(BiFunction<Instant, Long, CeleryEvent> event) {
    if (telling) {
      tell(event);
    }
  }

  private void tell(BiFunction<Instant, Long, CeleryEvent> event) {
    var at = time.instant();
    long tick = clock.tick();
    place.tell(() -> event.apply(at, tick));
  }
}
