// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.TaskId;
import dev.lovage.spi.CancelResult;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.Fired;
import dev.lovage.spi.Heartbeat;
import dev.lovage.spi.HeartbeatReply;
import dev.lovage.spi.LeaseRequest;
import dev.lovage.spi.Leases;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.RequeueResult;
import dev.lovage.spi.Settled;
import dev.lovage.spi.Settlement;
import dev.lovage.spi.TaskStore;
import dev.lovage.spi.Tick;
import java.time.InstantSource;
import java.util.List;

/// The ledger in SQLite: each method is one transaction of the writer, or rides in one with others.
///
/// What a power cut may take without harm (leases, heartbeats, reclaims: the processes they speak
/// of would be gone too) is written without waiting for the disk.
final class SqliteTaskStore implements TaskStore {

  private final Writer writer;
  private final Readers readers;
  private final BlobPruning blobs;
  private final InstantSource clock;

  SqliteTaskStore(Writer writer, Readers readers, BlobPruning blobs, InstantSource clock) {
    this.writer = writer;
    this.readers = readers;
    this.blobs = blobs;
    this.clock = clock;
  }

  @Override
  public List<Enqueued> enqueue(List<NewTask> tasks) {
    return writer.durablyTogether(tx -> tx.enqueue(tasks));
  }

  @Override
  public Leases lease(LeaseRequest request) {
    if (!writer.isReadying()) {
      // A look costs no write lock: workers that find nothing don't hold up those who write.
      long now = Columns.micros(clock.instant());
      var empty = readers.read(session -> Leasing.look(session, request, now));
      if (empty.isPresent()) {
        return empty.get();
      }
    }
    return writer.quickly(tx -> Leasing.lease(tx, request));
  }

  @Override
  public Settled settle(List<Settlement> settlements, LeaseRequest next) {
    return writer.durably(tx -> {
      var lost = Settling.settle(tx, settlements);
      if (lost.size() < settlements.size() && next.queues().stream().anyMatch(q -> q.most() > 0)) {
        // Others may have waited for the room in the queue.
        tx.ready();
      }
      return new Settled(lost, next.isNone() ? Leases.none() : Leasing.lease(tx, next));
    });
  }

  @Override
  public HeartbeatReply extend(Heartbeat heartbeat) {
    // A value that readers have seen must not be older after a power cut.
    boolean publishes = heartbeat.beats().stream().anyMatch(b -> b.report().interim() != null);
    return publishes
        ? writer.durably(tx -> Beating.extend(tx, heartbeat))
        : writer.quickly(tx -> Beating.extend(tx, heartbeat));
  }

  @Override
  public int reclaim() {
    long now = Columns.micros(clock.instant());
    long due = readers.read(session -> session.query("next_due").number());
    return due == 0 || due > now ? 0 : writer.quickly(Leasing::sweep);
  }

  @Override
  public CancelResult cancel(TaskId id) {
    return writer.durably(tx -> Cancelling.cancel(tx, id));
  }

  @Override
  public CancelResult leave(TaskId id, TaskId waiter) {
    return writer.durably(tx -> Leaving.leave(tx, id, waiter));
  }

  @Override
  public List<RequeueResult> requeue(List<TaskId> ids) {
    return writer.durably(tx -> Requeueing.requeue(tx, ids));
  }

  @Override
  public List<Fired> fire(List<Tick> ticks) {
    return writer.durably(tx -> Firing.fire(tx, ticks));
  }

  @Override
  public int prune(int limit) {
    int pruned = writer.quickly(tx -> Pruning.prune(tx, limit));
    // Not on the writer's thread: a file of half a gigabyte takes its time to go.
    blobs.prune();
    return pruned;
  }
}
