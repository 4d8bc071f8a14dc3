// SPDX-License-Identifier: Apache-2.0
package dev.lovage.testkit;

import static dev.lovage.TaskState.QUEUED;
import static dev.lovage.TaskState.RUNNING;

import dev.lovage.Cause;
import dev.lovage.LogLine;
import dev.lovage.Progress;
import dev.lovage.Task;
import dev.lovage.TaskError;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.Unique;
import dev.lovage.spi.Lease;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One task with all that the store knows of it; guarded by the store's lock.
final class Row {

  final NewTask task;
  final long version;
  final Instant submittedAt;
  @Nullable Instant expiresAt;

  /// Predecessors that have not succeeded yet.
  final Set<TaskId> waitsFor = new HashSet<>();

  /// The tasks that wait for this one.
  final List<Row> successors = new ArrayList<>();

  final List<LogLine> log = new ArrayList<>();
  private final Set<String> lines = new HashSet<>();

  Instant dueAt;
  int attempt;
  int lost;
  @Nullable String worker;
  @Nullable Instant startedAt;
  @Nullable Instant endedAt;
  @Nullable Progress progress;
  boolean cancelRequested;

  /// A newer task of its key runs in its place.
  boolean superseded;

  /// What it stands for; null if nothing, or nothing any more.
  @Nullable Unique unique;

  /// The submits that were answered with this task, where they are counted.
  final Set<TaskId> waiters = new HashSet<>();

  /// What made it, if nobody submitted it.
  @Nullable Cause cause;

  @Nullable TaskError error;
  @Nullable String result;
  @Nullable String checkpoint;

  /// Of the newest lease; a task that does not run has no current one.
  long token;

  Instant until = Instant.EPOCH;

  /// Its place among the keys of its queue.
  final long turn;

  /// Whether its limits keep it from being leased.
  boolean held;

  private TaskState state;

  Row(NewTask task, Place place, TaskState state, Instant submittedAt, Instant dueAt) {
    this.task = task;
    this.version = place.version;
    this.turn = place.turn;
    this.held = isLimited(task);
    this.state = state;
    this.submittedAt = submittedAt;
    this.dueAt = dueAt;
    this.unique = task.unique();
    if (unique != null && unique.isShared()) {
      waiters.add(task.id());
    }
    var expiry = task.settings().limits().expiry();
    this.expiresAt = expiry == null ? null : ManualTime.micros(submittedAt.plus(expiry));
  }

  /// Where it stands in the order of leases.
  record Place(long version, long turn) {}

  private static boolean isLimited(NewTask task) {
    var share = task.share();
    return share != null && share.isLimited();
  }

  /// What its limits are counted by; null if it has none.
  Limits.@Nullable Key limits() {
    var share = task.share();
    return share != null && share.isLimited()
        ? new Limits.Key(task.settings().queue(), share.key())
        : null;
  }

  TaskId id() {
    return task.id();
  }

  TaskState state() {
    return state;
  }

  void move(TaskState next, Changes changes) {
    if (!state.next().contains(next)) {
      throw new IllegalStateException("task " + id() + " can't go from " + state + " to " + next);
    }
    var limits = limits();
    if (limits != null && (next == QUEUED || state == QUEUED || state == RUNNING)) {
      changes.touched.add(limits);
      held = next == QUEUED;
    }
    state = next;
  }

  /// Forgets what became of the task; its lines stay.
  void startAnew(Instant now) {
    dueAt = now;
    expiresAt = null;
    waitsFor.clear();
    attempt = 0;
    lost = 0;
    worker = null;
    startedAt = null;
    endedAt = null;
    progress = null;
    cancelRequested = false;
    superseded = false;
    checkpoint = null;
    unique = null;
    error = null;
  }

  boolean holds(Lease lease) {
    return state == RUNNING && token == lease.token();
  }

  boolean isLostTooOften() {
    return lost >= task.settings().limits().maxLost();
  }

  /// A task that has begun an attempt does not expire any more, unless that attempt was given back.
  boolean canExpire() {
    return expiresAt != null && attempt == 0 && state != RUNNING && !state.isFinal();
  }

  boolean isExpired(Instant now) {
    return canExpire() && expiresAt != null && !expiresAt.isAfter(now);
  }

  /// When the time to live is over; null while the task has not ended.
  @Nullable Instant forgottenAt() {
    return endedAt == null
        ? null
        : ManualTime.micros(endedAt.plus(task.settings().limits().resultTtl()));
  }

  boolean isForgotten(Instant now) {
    var at = forgottenAt();
    return at != null && !at.isAfter(now);
  }

  void take(Report report) {
    if (report.progress() != null) {
      progress = report.progress();
    }
    if (report.checkpoint() != null) {
      checkpoint = report.checkpoint();
    }
    for (var line : report.log()) {
      if (lines.add(token + "/" + line.number())) {
        log.add(line);
      }
    }
  }

  Lease lease() {
    var settings = task.settings();
    var work =
        new Lease.Work(
            task.type(),
            settings.queue(),
            task.argument(),
            settings.limits().timeLimit(),
            settings.retry(),
            settings.publishes(),
            checkpoint);
    var limits = limits();
    return new Lease(
        id(), version, token, attempt, until, work, limits == null ? null : limits.name());
  }

  Task snapshot() {
    var settings = task.settings();
    return new Task(
        id(),
        task.type(),
        state,
        version,
        new Task.Placement(
            settings.queue(),
            settings.priority(),
            submittedAt,
            dueAt,
            expiresAt,
            settings.publishes(),
            cause),
        new Task.Run(attempt, lost, worker, startedAt, endedAt, progress, cancelRequested),
        error);
  }
}
