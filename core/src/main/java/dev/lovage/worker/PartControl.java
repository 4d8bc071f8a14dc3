// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.spi.WorkerControl;
import java.time.Duration;
import java.util.List;

/// What may be asked of a worker about one broker's tasks.
record PartControl(LeasingWorker worker, BrokerPart part) implements WorkerControl {

  @Override
  public String id() {
    return worker.id();
  }

  @Override
  public List<String> queues() {
    return part.queues();
  }

  @Override
  public void serve(String queue) {
    if (part.serves(queue)) {
      return;
    }
    if (worker.hasElsewhere(queue, part)) {
      throw new LovageException(
          ErrorCode.INVALID, "queue " + queue + ": is served here and lives elsewhere");
    }
    worker.serve(queue, part);
  }

  @Override
  public boolean leave(String queue) {
    return worker.leave(queue, part);
  }

  @Override
  public List<String> types() {
    return worker.types();
  }

  @Override
  public List<HeldTask> held() {
    return part.held().all().stream().map(PartControl::held).toList();
  }

  private static HeldTask held(Holding holding) {
    return new HeldTask(
        holding.task(), holding.hasBegun(), holding.ran(), holding.isAcknowledged());
  }

  @Override
  public boolean cancel(String id, boolean running) {
    boolean cancelled = part.held().cancel(id, running);
    if (cancelled) {
      worker.cancelling();
    }
    return cancelled;
  }

  @Override
  public int concurrency() {
    return worker.concurrency();
  }

  @Override
  public void concurrency(int value) {
    worker.concurrency(Math.max(1, value));
  }

  @Override
  public void drain(Duration grace) {
    worker.drain(grace);
  }
}
