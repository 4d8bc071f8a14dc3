// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.TaskId;
import dev.lovage.spi.CancelResult;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.Fired;
import dev.lovage.spi.Heartbeat;
import dev.lovage.spi.HeartbeatReply;
import dev.lovage.spi.InTurn;
import dev.lovage.spi.LeaseRequest;
import dev.lovage.spi.Leases;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.RequeueResult;
import dev.lovage.spi.Settled;
import dev.lovage.spi.Settlement;
import dev.lovage.spi.TaskStore;
import dev.lovage.spi.Tick;
import java.util.List;

/// The ledger in PostgreSQL.
///
/// What a power cut may take without harm (leases, heartbeats, reclaims: what they say is said
/// again or runs out) is written without waiting for the disk.
final class PostgresTaskStore implements TaskStore {

  private final PostgresPool pool;
  private final PostgresLanes lanes;
  private final PostgresStreams streams;
  private final PostgresLeasing leasing;
  private final PostgresParts parts;

  PostgresTaskStore(
      PostgresPool pool,
      PostgresLanes lanes,
      PostgresStreams streams,
      PostgresLeasing leasing,
      PostgresParts parts) {
    this.pool = pool;
    this.lanes = lanes;
    this.streams = streams;
    this.leasing = leasing;
    this.parts = parts;
  }

  @Override
  public List<Enqueued> enqueue(List<NewTask> tasks) {
    return lanes.enqueue(tasks);
  }

  @Override
  public List<Enqueued> enqueue(List<NewTask> tasks, InTurn turn) {
    return streams.enqueue(tasks, turn);
  }

  @Override
  public Leases lease(LeaseRequest request) {
    return leasing.lease(request);
  }

  @Override
  public Settled settle(List<Settlement> settlements, LeaseRequest next) {
    return leasing.settle(settlements, next);
  }

  /// While the server carries one out and its commit goes to the disk, the next one is made ready.
  @Override
  public int tripsAtATime() {
    return 2;
  }

  @Override
  public HeartbeatReply extend(Heartbeat heartbeat) {
    // A value that readers have seen must not be older after a power cut.
    boolean publishes = heartbeat.beats().stream().anyMatch(b -> b.report().interim() != null);
    return publishes
        ? pool.durably(tx -> Beating.extend(tx, heartbeat))
        : pool.quickly(tx -> Beating.extend(tx, heartbeat));
  }

  @Override
  public int reclaim() {
    return pool.quickly(Leasing::sweep);
  }

  @Override
  public CancelResult cancel(TaskId id) {
    return pool.durably(tx -> Cancelling.cancel(tx, id));
  }

  @Override
  public CancelResult leave(TaskId id, TaskId waiter) {
    return pool.durably(tx -> Leaving.leave(tx, id, waiter));
  }

  @Override
  public List<RequeueResult> requeue(List<TaskId> ids) {
    return pool.durably(tx -> Requeueing.requeue(tx, ids));
  }

  @Override
  public List<Fired> fire(List<Tick> ticks) {
    return pool.durably(tx -> Firing.fire(tx, ticks));
  }

  @Override
  public int prune(int limit) {
    return parts.prune(limit);
  }
}
