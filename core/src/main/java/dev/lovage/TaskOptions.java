// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.NewTask;
import dev.lovage.value.ValueTemplate;
import dev.lovage.worker.ArgumentVersions;
import dev.lovage.worker.TaskDefinition;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// How the tasks of one type run unless a submit says otherwise. Filled in while the type is
/// declared; later changes have no effect.
public final class TaskOptions<R> {

  static final Duration DEFAULT_RESULT_TTL = Duration.ofDays(1);
  static final int DEFAULT_MAX_LOST = 5;
  static final int DEFAULT_PRIORITY = 5;

  private @Nullable String queue;
  private int priority = DEFAULT_PRIORITY;
  private RetryPolicy retry = RetryPolicy.exponential(5, Duration.ofSeconds(2));
  private @Nullable Duration expiry;
  private @Nullable Duration timeLimit;
  private Duration resultTtl = DEFAULT_RESULT_TTL;
  private int maxLost = DEFAULT_MAX_LOST;
  private @Nullable String publishes;
  private boolean io;
  private boolean ackEarly;
  private Duration stopGrace = Duration.ofSeconds(5);
  private @Nullable Duration singleFlight;
  private String codeVersion = "";
  private int version = 1;
  private @Nullable String key;
  private int concurrencyPerKey;
  private @Nullable Rate ratePerKey;
  private final Map<Integer, UnaryOperator<JsonNode>> upcasters = new TreeMap<>();

  TaskOptions() {}

  /// Default: `default`, or `io` for a type that is [#io()].
  public TaskOptions<R> queue(String name) {
    this.queue = Checks.name("queue", name);
    return this;
  }

  /// From 0 to 9, higher first. Default: 5.
  public TaskOptions<R> priority(int value) {
    this.priority = Checks.priority(value);
    return this;
  }

  /// Default: five attempts, exponential from two seconds.
  public TaskOptions<R> retry(RetryPolicy policy) {
    this.retry = policy;
    return this;
  }

  /// A task that was not started this long after its submission is cancelled. Default: never.
  public TaskOptions<R> expiry(Duration value) {
    this.expiry = Checks.positive("expiry", value);
    return this;
  }

  /// How long one attempt may run; then its thread is interrupted and the attempt has failed.
  /// Default: no limit.
  public TaskOptions<R> timeLimit(Duration value) {
    this.timeLimit = Checks.positive("timeLimit", value);
    return this;
  }

  /// How long a task is remembered with its result, counted from its end. Default: one day.
  public TaskOptions<R> resultTtl(Duration value) {
    this.resultTtl = Checks.positive("resultTtl", value);
    return this;
  }

  /// A task that takes its worker down would do so for ever, since a lost attempt is no failure and
  /// asks no retry policy. So a task whose leases have run out this often has failed, with
  /// [TaskError#LOST]. Default: 5.
  public TaskOptions<R> maxLost(int leases) {
    if (leases < 1) {
      throw Checks.invalid("maxLost", "must be at least 1, but is " + leases);
    }
    this.maxLost = leases;
    return this;
  }

  /// Each result becomes the newest version of this value, unless a task submitted later has
  /// published already. Default: none.
  public TaskOptions<R> publishes(ServedValue<? super R> value) {
    this.publishes = value.name();
    return this;
  }

  /// Each result becomes the newest version of the value of this family that the argument names:
  /// `{user}` is the argument's field `user`, or the argument itself if it is a text or a number. A
  /// submit whose argument has no such field is refused.
  public TaskOptions<R> publishes(ServedFamily<? super R> family) {
    this.publishes = family.template();
    return this;
  }

  /// The handler mostly waits for other machines: run each attempt on a virtual thread of its own,
  /// up to the worker's I/O limit, and not on one of the few threads that compute.
  public TaskOptions<R> io() {
    this.io = true;
    return this;
  }

  /// For a queue at a broker: the broker forgets a task when its handler begins, and not when it
  /// has ended. So a task whose worker dies is lost, and not run a second time. Default: no task is
  /// lost.
  public TaskOptions<R> ackEarly() {
    this.ackEarly = true;
    return this;
  }

  /// Submits of equal arguments share one computation: while a task has not ended, a further submit
  /// with the same argument is answered with that task. Arguments are equal if their JSON is, with
  /// the fields of objects in any order. A task is cancelled by [TaskHandle#leave()] only when the
  /// last one has left that was answered with it. Default: each submit is a task of its own.
  public TaskOptions<R> singleFlight() {
    return singleFlight(Duration.ZERO);
  }

  /// As [#singleFlight()], and a result stands for further submits for as long, counted from its
  /// end; at most for [#resultTtl].
  public TaskOptions<R> singleFlight(Duration keep) {
    this.singleFlight = Checks.notNegative("keep", keep);
    return this;
  }

  /// Names the version of the handler's code. Submits share a computation only within one version,
  /// so a result that older code computed is not taken for that of the newer. Default: empty.
  public TaskOptions<R> codeVersion(String value) {
    this.codeVersion = value;
    return this;
  }

  /// The version of the argument's form, from 1. Workers lease only tasks of versions that they
  /// know: this one, and older ones for which there is an [#upcast]. So tasks that a newer program
  /// has submitted wait for a worker of the newer code, and are not broken by one of the older.
  /// Tasks carry it in the name of their type: `report@2`. Default: 1.
  public TaskOptions<R> version(int value) {
    this.version = Checks.atLeastOne("version", value);
    return this;
  }

  /// Makes of an argument of an older version one of the version after it.
  ///
  /// @param from the older version
  /// @param upcaster takes the JSON of that version, which it may change, and returns that of the
  ///   next; what it throws fails the task for good
  public TaskOptions<R> upcast(int from, UnaryOperator<JsonNode> upcaster) {
    upcasters.put(Checks.atLeastOne("from", from), upcaster);
    return this;
  }

  /// Whose work a task is, made from its argument: `{tenant}` is the argument's field `tenant`, or
  /// the argument itself if it is a text or a number. Tasks of one queue take turns by key.
  /// Default: nobody's in particular.
  public TaskOptions<R> key(String template) {
    this.key = ValueTemplate.parse(template).toString();
    return this;
  }

  /// How many tasks of one key may run at a time, in all workers. Without a [#key] it is for all
  /// tasks of the type together. Default: no limit.
  public TaskOptions<R> concurrencyPerKey(int most) {
    this.concurrencyPerKey = Checks.atLeastOne("concurrencyPerKey", most);
    return this;
  }

  /// How often a task of one key may begin an attempt, in all workers. Without a [#key] it is for
  /// all tasks of the type together. Default: no limit.
  public TaskOptions<R> ratePerKey(Rate most) {
    this.ratePerKey = most;
    return this;
  }

  Sharing sharing() {
    return new Sharing(
        key == null ? null : ValueTemplate.parse(key), concurrencyPerKey, ratePerKey);
  }

  ArgumentVersions versions() {
    for (int from : upcasters.keySet()) {
      for (int next = from; next < version; next++) {
        if (!upcasters.containsKey(next)) {
          throw Checks.invalid("upcast", "from version " + next + " is missing");
        }
      }
      if (from >= version) {
        throw Checks.invalid(
            "upcast", "from version " + from + " leads beyond the version, " + version);
      }
    }
    return new ArgumentVersions(version, upcasters);
  }

  /// How equal submits share a computation, or null if they don't.
  @Nullable SingleFlight singleFlightRule() {
    return singleFlight == null ? null : new SingleFlight(codeVersion, singleFlight);
  }

  /// How long a handler may go on that was asked to stop, by a cancellation, its time limit or a
  /// lost lease. Then it is given up: the task ends, a new thread takes the place of the one that
  /// is stuck, and the log has its stack. What the handler computes after that counts for nothing.
  /// Default: five seconds.
  public TaskOptions<R> stopGrace(Duration value) {
    this.stopGrace = Checks.positive("stopGrace", value);
    return this;
  }

  TaskDefinition.Running running() {
    return new TaskDefinition.Running(retry, io, stopGrace, ackEarly);
  }

  NewTask.Settings settings() {
    return new NewTask.Settings(
        queue != null ? queue : io ? "io" : "default",
        priority,
        new Start.Now(),
        new NewTask.Limits(expiry, timeLimit, resultTtl, maxLost),
        null,
        publishes);
  }
}
