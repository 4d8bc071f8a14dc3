// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import dev.lovage.Share;
import dev.lovage.Start;
import dev.lovage.TaskId;
import dev.lovage.Unique;
import dev.lovage.spi.NewTask;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A task to submit in a test; what is not said is ordinary.
record Draft(NewTask task) {

  static Draft of(TaskId id) {
    var limits = new NewTask.Limits(null, null, Duration.ofDays(1), 5);
    var settings = new NewTask.Settings("default", 5, new Start.Now(), limits, null, null);
    return new Draft(new NewTask(id, "work", "1", settings, List.of()));
  }

  Draft type(String type) {
    return with(type, task.argument(), task.settings(), task.after(), task.unique());
  }

  Draft argument(String json) {
    return with(task.type(), json, task.settings(), task.after(), task.unique());
  }

  Draft after(TaskId... ids) {
    return after(List.of(ids));
  }

  Draft after(List<TaskId> ids) {
    return with(task.type(), task.argument(), task.settings(), ids, task.unique());
  }

  Draft share(Share share) {
    return new Draft(
        new NewTask(
            task.id(),
            task.type(),
            task.argument(),
            task.settings(),
            task.after(),
            task.unique(),
            share));
  }

  Draft unique(Unique unique) {
    return with(task.type(), task.argument(), task.settings(), task.after(), unique);
  }

  private Draft with(
      String type,
      String argument,
      NewTask.Settings settings,
      List<TaskId> after,
      @Nullable Unique unique) {
    return new Draft(new NewTask(task.id(), type, argument, settings, after, unique, task.share()));
  }

  Draft queue(String queue) {
    var s = task.settings();
    return settings(queue, s.priority(), s.start(), s.limits(), s.retry(), s.publishes());
  }

  Draft priority(int priority) {
    var s = task.settings();
    return settings(s.queue(), priority, s.start(), s.limits(), s.retry(), s.publishes());
  }

  Draft delay(Duration delay) {
    return start(new Start.After(delay));
  }

  Draft at(Instant instant) {
    return start(new Start.At(instant));
  }

  Draft start(Start start) {
    var s = task.settings();
    return settings(s.queue(), s.priority(), start, s.limits(), s.retry(), s.publishes());
  }

  Draft expiry(@Nullable Duration expiry) {
    var l = task.settings().limits();
    return limits(new NewTask.Limits(expiry, l.timeLimit(), l.resultTtl(), l.maxLost()));
  }

  Draft timeLimit(Duration timeLimit) {
    var l = task.settings().limits();
    return limits(new NewTask.Limits(l.expiry(), timeLimit, l.resultTtl(), l.maxLost()));
  }

  Draft ttl(Duration resultTtl) {
    var l = task.settings().limits();
    return limits(new NewTask.Limits(l.expiry(), l.timeLimit(), resultTtl, l.maxLost()));
  }

  Draft maxLost(int leases) {
    var l = task.settings().limits();
    return limits(new NewTask.Limits(l.expiry(), l.timeLimit(), l.resultTtl(), leases));
  }

  Draft retry(String json) {
    var s = task.settings();
    return settings(s.queue(), s.priority(), s.start(), s.limits(), json, s.publishes());
  }

  Draft publishes(@Nullable String value) {
    var s = task.settings();
    return settings(s.queue(), s.priority(), s.start(), s.limits(), s.retry(), value);
  }

  private Draft limits(NewTask.Limits limits) {
    var s = task.settings();
    return settings(s.queue(), s.priority(), s.start(), limits, s.retry(), s.publishes());
  }

  private Draft settings(
      String queue,
      int priority,
      Start start,
      NewTask.Limits limits,
      @Nullable String retry,
      @Nullable String publishes) {
    var settings = new NewTask.Settings(queue, priority, start, limits, retry, publishes);
    return with(task.type(), task.argument(), settings, task.after(), task.unique());
  }
}
