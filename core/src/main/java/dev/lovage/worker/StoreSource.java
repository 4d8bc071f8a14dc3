// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.spi.Heartbeat;
import dev.lovage.spi.HeartbeatReply;
import dev.lovage.spi.LeaseRequest;
import dev.lovage.spi.LeaseRequest.QueueLimit;
import dev.lovage.spi.Leases;
import dev.lovage.spi.Settled;
import dev.lovage.spi.Settlement;
import dev.lovage.spi.TaskStore;
import dev.lovage.spi.WorkerInfo;
import java.time.Duration;
import java.util.List;

/// Work from the ledger: settlements and the next leases go in one transaction.
final class StoreSource implements TaskSource {

  private static final int PRUNE_BATCH = 1_000;

  private final TaskStore store;
  private final Duration lease;
  private volatile WorkerInfo worker;

  StoreSource(TaskStore store, WorkerInfo worker, Duration lease) {
    this.store = store;
    this.worker = worker;
    this.lease = lease;
  }

  @Override
  public Settled turn(List<Settlement> settlements, List<QueueLimit> wishes) {
    var request =
        wishes.isEmpty()
            ? LeaseRequest.none()
            : new LeaseRequest(worker.id(), lease, worker.types(), wishes);
    if (!settlements.isEmpty()) {
      return store.settle(settlements, request);
    }
    return new Settled(List.of(), request.isNone() ? Leases.none() : store.lease(request));
  }

  @Override
  public int tripsAtATime() {
    return store.tripsAtATime();
  }

  @Override
  public HeartbeatReply extend(List<Heartbeat.Beat> beats) {
    return store.extend(new Heartbeat(worker, lease, beats, false));
  }

  @Override
  public void draining() {
    var w = worker;
    worker = new WorkerInfo(w.id(), w.host(), w.pid(), w.queues(), w.types(), true);
  }

  @Override
  public void leave() {
    store.extend(new Heartbeat(worker, lease, List.of(), true));
  }

  @Override
  public void upkeep() {
    store.reclaim();
    while (store.prune(PRUNE_BATCH) == PRUNE_BATCH) {
      // Each batch is a transaction of its own, so that nobody waits long for the writer.
    }
  }
}
