// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.Task;
import dev.lovage.TaskError;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.spi.Engine;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.Heartbeat;
import dev.lovage.spi.Heartbeat.Beat;
import dev.lovage.spi.HeartbeatReply;
import dev.lovage.spi.Lease;
import dev.lovage.spi.LeaseRequest;
import dev.lovage.spi.LeaseRequest.QueueLimit;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.Report;
import dev.lovage.spi.Settled;
import dev.lovage.spi.Settlement;
import dev.lovage.spi.TaskLookup;
import dev.lovage.spi.TaskQueries;
import dev.lovage.spi.TaskStore;
import dev.lovage.spi.WorkerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What the contracts share: a fresh store for each test, and short words for its calls.
public abstract class Contract {

  static final Duration LEASE = Duration.ofSeconds(15);
  static final TaskError ERROR = new TaskError("java.io.IOException", "disk full", "at line 1");

  EngineHarness harness;
  Engine engine;
  private final SplittableRandom random = new SplittableRandom(1);

  /// Opens a fresh, empty store.
  protected abstract EngineHarness open();

  @BeforeEach
  void openStore() {
    harness = open();
    engine = harness.engine();
  }

  @AfterEach
  void closeStore() {
    harness.close();
  }

  TaskStore tasks() {
    return engine.tasks();
  }

  TaskQueries queries() {
    return engine.queries();
  }

  Instant now() {
    return harness.clock().instant();
  }

  void advance(Duration duration) {
    harness.advance(duration);
  }

  TaskId newId() {
    return TaskId.next(harness.clock(), random);
  }

  Draft draft() {
    return Draft.of(newId());
  }

  List<Enqueued> enqueue(Draft... drafts) {
    return tasks().enqueue(tasksOf(drafts));
  }

  static List<NewTask> tasksOf(Draft... drafts) {
    return Stream.of(drafts).map(Draft::task).toList();
  }

  TaskId submit() {
    return submit(draft());
  }

  TaskId submit(Draft draft) {
    return enqueue(draft).getFirst().id();
  }

  static LeaseRequest request(String worker, int limit, String... queues) {
    var names = queues.length == 0 ? new String[] {"default"} : queues;
    return new LeaseRequest(
        worker,
        LEASE,
        Set.of("work"),
        Stream.of(names).map(queue -> new QueueLimit(queue, limit)).toList());
  }

  List<Lease> lease(int limit) {
    return tasks().lease(request("w1", limit)).leases();
  }

  /// Leases the one task that is ready.
  Lease lease() {
    var leases = lease(10);
    assertThat(leases).hasSize(1);
    return leases.getFirst();
  }

  /// Submits a task and leases it.
  Lease running() {
    return running(draft());
  }

  Lease running(Draft draft) {
    var id = submit(draft);
    return lease(1_000).stream().filter(lease -> lease.task().equals(id)).findAny().orElseThrow();
  }

  /// What a time limit of leases does: lets all of them run out.
  void letLeasesRunOut() {
    advance(LEASE);
  }

  Settled settle(Lease lease, Outcome outcome) {
    return settle(lease, outcome, Report.empty());
  }

  Settled settle(Lease lease, Outcome outcome, Report report) {
    return tasks().settle(List.of(new Settlement(lease, outcome, report)), LeaseRequest.none());
  }

  /// Settles with success and expects that it counts.
  TaskId succeed(Lease lease, String result) {
    assertThat(settle(lease, new Outcome.Succeeded(result)).lost()).isEmpty();
    return lease.task();
  }

  TaskId succeed(Lease lease) {
    return succeed(lease, "1");
  }

  TaskId fail(Lease lease) {
    assertThat(settle(lease, new Outcome.Failed(ERROR)).lost()).isEmpty();
    return lease.task();
  }

  TaskId retry(Lease lease, Duration wait) {
    assertThat(settle(lease, new Outcome.Retry(wait, ERROR)).lost()).isEmpty();
    return lease.task();
  }

  TaskId release(Lease lease) {
    assertThat(settle(lease, new Outcome.Released()).lost()).isEmpty();
    return lease.task();
  }

  HeartbeatReply beat(Lease... leases) {
    var beats = Stream.of(leases).map(lease -> new Beat(lease, Report.empty())).toList();
    return tasks().extend(new Heartbeat(worker("w1"), LEASE, beats, false));
  }

  static WorkerInfo worker(String id) {
    return new WorkerInfo(id, "host", 7, Map.of("default", 4), Set.of("work"), false);
  }

  TaskLookup.Found found(TaskId id) {
    assertThat(queries().find(id)).isInstanceOf(TaskLookup.Found.class);
    return (TaskLookup.Found) queries().find(id);
  }

  Task task(TaskId id) {
    return found(id).task();
  }

  TaskState state(TaskId id) {
    return task(id).state();
  }

  String errorType(TaskId id) {
    var error = task(id).error();
    return error == null ? "none" : error.type();
  }
}
