// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.NewTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one submit departs from its task type's options.
public final class SubmitOptions {

  private final NewTask.Settings defaults;
  private final List<TaskId> after = new ArrayList<>();
  private @Nullable TaskId id;
  private @Nullable String idempotencyKey;
  private @Nullable Unique unique;
  private @Nullable String key;
  private String queue;
  private int priority;
  private Start start;
  private @Nullable Duration expiry;
  private @Nullable Duration timeLimit;
  private Duration resultTtl;
  private @Nullable String retry;

  SubmitOptions(NewTask.Settings defaults) {
    this.defaults = defaults;
    this.queue = defaults.queue();
    this.priority = defaults.priority();
    this.start = defaults.start();
    this.expiry = defaults.limits().expiry();
    this.timeLimit = defaults.limits().timeLimit();
    this.resultTtl = defaults.limits().resultTtl();
    this.retry = defaults.retry();
  }

  /// An id of the caller's making: a second submit with the same id changes nothing.
  public SubmitOptions id(TaskId value) {
    this.id = value;
    return this;
  }

  /// A key of the caller's making, for one who can't keep an id: a second submit to the same type
  /// with the same key is answered with the task of the first, as long as that one is remembered.
  /// In a list, each task's key is this one with its place in the list.
  ///
  /// A submit with a known key and another argument is refused with `CONFLICT`.
  public SubmitOptions idempotencyKey(String key) {
    this.idempotencyKey = Checks.key("idempotencyKey", key);
    return this;
  }

  public SubmitOptions queue(String name) {
    this.queue = Checks.name("queue", name);
    return this;
  }

  /// From 0 to 9, higher first.
  public SubmitOptions priority(int value) {
    this.priority = Checks.priority(value);
    return this;
  }

  /// Not before this long from now, by the store's clock.
  public SubmitOptions delay(Duration value) {
    this.start = new Start.After(Checks.notNegative("delay", value));
    return this;
  }

  /// Not before this instant.
  public SubmitOptions at(Instant instant) {
    this.start = new Start.At(instant);
    return this;
  }

  /// Cancelled if not started this long after its submission.
  public SubmitOptions expiry(Duration value) {
    this.expiry = Checks.positive("expiry", value);
    return this;
  }

  /// How long one attempt may run.
  public SubmitOptions timeLimit(Duration value) {
    this.timeLimit = Checks.positive("timeLimit", value);
    return this;
  }

  /// How long the task is remembered with its result, counted from its end.
  public SubmitOptions resultTtl(Duration value) {
    this.resultTtl = Checks.positive("resultTtl", value);
    return this;
  }

  /// In place of the type's policy.
  public SubmitOptions retry(Backoff policy) {
    this.retry = JsonCodec.encode("retry", policy);
    return this;
  }

  /// A key that this task shares its work under, or takes the place of older ones of its type. In
  /// place of the type's own single flight.
  public SubmitOptions unique(Unique value) {
    this.unique = value;
    return this;
  }

  /// The last within a time: it waits so long, and if another one of its type and key is submitted
  /// meanwhile, that one takes its place and waits anew.
  public SubmitOptions debounce(String key, Duration window) {
    return unique(Unique.replace(key)).delay(Checks.positive("window", window));
  }

  /// The first within a time: for so long each further submit of its type and key is answered with
  /// it, whatever has become of it.
  public SubmitOptions throttle(String key, Duration window) {
    return unique(Unique.throttle(key, window));
  }

  /// Whose work it is, for example a tenant: tasks of one queue take turns by key, and the type's
  /// limits per key count by it. In place of the key that the type makes of the argument.
  public SubmitOptions key(String value) {
    this.key = Checks.key("key", value);
    return this;
  }

  /// Only when all of these have succeeded. If one fails or is cancelled, this task is cancelled.
  public SubmitOptions after(TaskHandle<?>... handles) {
    for (var handle : handles) {
      after.add(handle.id());
    }
    return this;
  }

  /// As [#after(TaskHandle...)], by id.
  public SubmitOptions after(List<TaskId> ids) {
    after.addAll(ids);
    return this;
  }

  @Nullable TaskId id() {
    return id;
  }

  @Nullable String idempotencyKey() {
    return idempotencyKey;
  }

  @Nullable Unique unique() {
    return unique;
  }

  @Nullable String key() {
    return key;
  }

  List<TaskId> after() {
    return after;
  }

  NewTask.Settings settings() {
    return new NewTask.Settings(
        queue,
        priority,
        start,
        new NewTask.Limits(expiry, timeLimit, resultTtl, defaults.limits().maxLost()),
        retry,
        defaults.publishes());
  }
}
