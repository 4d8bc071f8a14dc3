// SPDX-License-Identifier: Apache-2.0
package dev.lovage.testkit;

import static dev.lovage.TaskState.CANCELLED;
import static dev.lovage.TaskState.QUEUED;
import static dev.lovage.TaskState.RUNNING;

import dev.lovage.TaskId;
import dev.lovage.spi.CancelResult;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.Fired;
import dev.lovage.spi.Heartbeat;
import dev.lovage.spi.HeartbeatReply;
import dev.lovage.spi.Lease;
import dev.lovage.spi.LeaseRequest;
import dev.lovage.spi.Leases;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.Report;
import dev.lovage.spi.RequeueResult;
import dev.lovage.spi.Settled;
import dev.lovage.spi.Settlement;
import dev.lovage.spi.TaskLookup;
import dev.lovage.spi.TaskStore;
import dev.lovage.spi.Tick;
import dev.lovage.testkit.MemoryStore.Tombstone;
import dev.lovage.testkit.MemoryStore.WorkerRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The ledger in memory: each method a transaction under the store's lock.
record MemoryTasks(MemoryStore store, MemorySignals signals) implements TaskStore {

  private static final Duration WORKERS_REMEMBERED = Duration.ofDays(1);
  static final Comparator<Row> LEASE_ORDER =
      Comparator.<Row>comparingInt(row -> -row.task.settings().priority())
          .thenComparingLong(row -> row.turn)
          .thenComparingLong(row -> row.version);

  @Override
  public List<Enqueued> enqueue(List<NewTask> tasks) {
    return store.write(signals, changes -> new Enqueue(store, changes).all(tasks));
  }

  @Override
  public Leases lease(LeaseRequest request) {
    return store.write(signals, changes -> lease(request, changes));
  }

  @Override
  public Settled settle(List<Settlement> settlements, LeaseRequest next) {
    return store.write(
        signals,
        changes -> {
          var lost = new ArrayList<TaskId>();
          for (var settlement : settlements) {
            var row = store.rows.get(settlement.lease().task());
            if (row != null && row.holds(settlement.lease())) {
              settle(row, settlement, changes);
            } else {
              lost.add(settlement.lease().task());
            }
          }
          store.limits.admit(store.rows.values(), changes);
          changes.ready |=
              lost.size() < settlements.size()
                  && next.queues().stream().anyMatch(queue -> queue.most() > 0);
          return new Settled(List.copyOf(lost), lease(next, changes));
        });
  }

  /// Not for speed: so that tests see what a worker does whose turns overlap.
  @Override
  public int tripsAtATime() {
    return 2;
  }

  @Override
  public HeartbeatReply extend(Heartbeat heartbeat) {
    return store.write(
        signals,
        changes -> {
          var lost = new HashSet<TaskId>();
          var cancelling = new HashSet<TaskId>();
          for (var beat : heartbeat.beats()) {
            var row = store.rows.get(beat.lease().task());
            if (row == null || !row.holds(beat.lease())) {
              lost.add(beat.lease().task());
              continue;
            }
            row.until = ManualTime.micros(changes.now.plus(heartbeat.lease()));
            take(row, beat.report(), changes);
            if (row.cancelRequested) {
              cancelling.add(row.id());
            }
          }
          register(heartbeat, changes.now);
          return new HeartbeatReply(lost, cancelling);
        });
  }

  @Override
  public int reclaim() {
    return store.write(signals, changes -> passTime(List.copyOf(store.rows.values()), changes));
  }

  @Override
  public CancelResult cancel(TaskId id) {
    return store.write(
        signals,
        changes ->
            switch (store.lookup(id, changes.now)) {
              case TaskLookup.Unknown() -> CancelResult.UNKNOWN;
              case TaskLookup.Forgotten(var since) -> CancelResult.FORGOTTEN;
              case TaskLookup.Found found ->
                  cancel(Objects.requireNonNull(store.rows.get(id)), changes);
            });
  }

  @Override
  public List<Fired> fire(List<Tick> ticks) {
    return store.write(
        signals, changes -> ticks.stream().map(tick -> fire(tick, changes)).toList());
  }

  private Fired fire(Tick tick, Changes changes) {
    if (!store.tickers.advance(tick)) {
      return Fired.lost();
    }
    var enqueue = new Enqueue(store, changes);
    var answers = enqueue.all(tick.firings().stream().map(Tick.Firing::task).toList());
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i).added()) {
        var row = Objects.requireNonNull(store.rows.get(answers.get(i).id()));
        row.cause = tick.firings().get(i).cause();
      }
    }
    return new Fired(true, answers);
  }

  @Override
  public int prune(int limit) {
    return store.write(
        signals,
        changes -> {
          var now = changes.now;
          var over =
              store.rows.values().stream()
                  .filter(r -> r.isForgotten(now))
                  .sorted(Comparator.comparing((Row r) -> Objects.requireNonNull(r.forgottenAt())))
                  .limit(limit)
                  .toList();
          for (var row : over) {
            store.rows.remove(row.id());
            row.waiters.forEach(store.attached::remove);
            var since = Objects.requireNonNull(row.forgottenAt());
            store.tombstones.put(row.id(), new Tombstone(row.version, since));
          }
          store.tombstones.values().removeIf(t -> isOver(t.since(), MemoryStore.REMEMBERED, now));
          store.workers.values().removeIf(w -> isOver(w.seenAt(), WORKERS_REMEMBERED, now));
          MemoryBlobs.prune(store, now);
          return over.size();
        });
  }

  private Leases lease(LeaseRequest request, Changes changes) {
    if (request.isNone()) {
      return Leases.none();
    }
    var rows = List.copyOf(store.rows.values());
    passTime(rows, changes);
    store.limits.admit(rows, changes);
    var leases = new ArrayList<Lease>();
    for (var limit : request.queues()) {
      rows.stream()
          .filter(row -> row.state() == QUEUED && !row.held)
          .filter(row -> row.task.settings().queue().equals(limit.queue()))
          .filter(row -> request.types().contains(row.task.type()))
          .sorted(LEASE_ORDER)
          .limit(room(limit, rows))
          .forEach(row -> leases.add(start(row, request, changes)));
    }
    store.limits.admit(rows, changes);
    return new Leases(List.copyOf(leases), next(rows, changes.now));
  }

  private int passTime(List<Row> rows, Changes changes) {
    int lost = new Transitions(changes).passTime(rows);
    store.limits.passTime(changes);
    return lost;
  }

  private static long room(LeaseRequest.QueueLimit queue, List<Row> rows) {
    if (queue.most() == 0) {
      return queue.limit();
    }
    long running =
        rows.stream()
            .filter(row -> row.state() == RUNNING)
            .filter(row -> row.task.settings().queue().equals(queue.queue()))
            .count();
    return Math.max(0, Math.min(queue.limit(), queue.most() - running));
  }

  private Lease start(Row row, LeaseRequest request, Changes changes) {
    var now = changes.now;
    row.move(RUNNING, changes);
    store.limits.begin(row, now);
    row.token = store.nextToken();
    row.until = ManualTime.micros(now.plus(request.duration()));
    row.attempt++;
    row.worker = request.worker();
    row.startedAt = now;
    row.progress = null;
    return row.lease();
  }

  private @Nullable Duration next(List<Row> rows, Instant now) {
    return Stream.concat(rows.stream().flatMap(MemoryTasks::expects), store.limits.next().stream())
        .min(Comparator.naturalOrder())
        .map(at -> Duration.between(now, at))
        .orElse(null);
  }

  /// The instants at which time alone will move the task.
  private static Stream<Instant> expects(Row row) {
    var moves =
        switch (row.state()) {
          case RUNNING -> row.until;
          case SCHEDULED, RETRYING -> row.dueAt;
          case WAITING, QUEUED, SUCCEEDED, FAILED, CANCELLED -> null;
        };
    return Stream.of(moves, row.canExpire() ? row.expiresAt : null).filter(Objects::nonNull);
  }

  private void settle(Row row, Settlement settlement, Changes changes) {
    boolean ends =
        switch (settlement.outcome()) {
          case Outcome.Succeeded _, Outcome.Failed _, Outcome.Cancelled _ -> true;
          case Outcome.Retry _, Outcome.Snoozed _, Outcome.Released _, Outcome.Replaced _ -> false;
        };
    take(row, ends ? settlement.report().last() : settlement.report(), changes);
    var transitions = new Transitions(changes);
    switch (settlement.outcome()) {
      case Outcome.Succeeded(var result, var then) -> {
        var name = row.task.settings().publishes();
        if (transitions.succeed(row, result)) {
          if (name != null) {
            store.publish(name, row.version, result, changes);
          }
          new Enqueue(store, changes).allAfterSuccess(then);
        }
      }
      case Outcome.Retry(var wait, var error) -> transitions.retry(row, wait, error);
      case Outcome.Failed(var error) -> transitions.fail(row, error);
      case Outcome.Cancelled(var reason) -> transitions.stop(row, CANCELLED, reason);
      case Outcome.Snoozed(var wait) -> transitions.snooze(row, wait);
      case Outcome.Released() -> transitions.giveBack(row);
      case Outcome.Replaced _ -> throw new IllegalArgumentException("replaced: not in a store");
    }
  }

  @Override
  public CancelResult leave(TaskId id, TaskId waiter) {
    var kept =
        store.write(
            signals,
            changes -> {
              var row = store.rows.get(id);
              if (row == null || row.state().isFinal()) {
                return false;
              }
              if (row.waiters.remove(waiter)) {
                store.attached.remove(waiter);
              }
              return !row.waiters.isEmpty();
            });
    return kept ? CancelResult.KEPT : cancel(id);
  }

  @Override
  public List<RequeueResult> requeue(List<TaskId> ids) {
    return store.write(signals, changes -> ids.stream().map(id -> requeue(id, changes)).toList());
  }

  private RequeueResult requeue(TaskId id, Changes changes) {
    return switch (store.lookup(id, changes.now)) {
      case TaskLookup.Unknown() -> RequeueResult.UNKNOWN;
      case TaskLookup.Forgotten(var since) -> RequeueResult.FORGOTTEN;
      case TaskLookup.Found found ->
          switch (found.task().state()) {
            case SUCCEEDED -> RequeueResult.SUCCEEDED;
            case FAILED, CANCELLED -> {
              new Transitions(changes).requeue(Objects.requireNonNull(store.rows.get(id)));
              yield RequeueResult.REQUEUED;
            }
            case WAITING, SCHEDULED, QUEUED, RUNNING, RETRYING -> RequeueResult.NOT_ENDED;
          };
    };
  }

  private void take(Row row, Report report, Changes changes) {
    row.take(report);
    var value = row.task.settings().publishes();
    var interim = report.interim();
    if (value != null && interim != null && !row.superseded) {
      store.publishInterim(value, row.version, interim, changes);
    }
  }

  private CancelResult cancel(Row row, Changes changes) {
    if (row.state().isFinal()) {
      return CancelResult.ALREADY_FINAL;
    }
    if (row.state() == RUNNING) {
      row.cancelRequested = true;
      changes.cancelling = true;
      return CancelResult.REQUESTED;
    }
    new Transitions(changes).cancel(row);
    return CancelResult.CANCELLED;
  }

  private void register(Heartbeat heartbeat, Instant now) {
    var id = heartbeat.worker().id();
    if (heartbeat.leaving()) {
      store.workers.remove(id);
      return;
    }
    var old = store.workers.get(id);
    var startedAt = old == null ? now : old.startedAt();
    store.workers.put(id, new WorkerRow(heartbeat.worker(), heartbeat.lease(), startedAt, now));
  }

  private static boolean isOver(Instant since, Duration remembered, Instant now) {
    return !since.plus(remembered).isAfter(now);
  }
}
