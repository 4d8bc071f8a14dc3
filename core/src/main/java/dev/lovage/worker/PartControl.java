// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.Worker;
import dev.lovage.spi.WorkerControl;
import dev.lovage.spi.WorkerInfo;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What may be asked of a worker about one broker's tasks.
record PartControl(Worker worker, WorkerInfo info, BrokerPart part, CpuPool pool, Heart heart)
    implements WorkerControl {

  @Override
  public String id() {
    return info.id();
  }

  @Override
  public Map<String, Integer> queues() {
    var its = new LinkedHashMap<>(info.queues());
    its.keySet().retainAll(part.queues());
    return its;
  }

  @Override
  public List<String> types() {
    return info.types().stream().sorted().toList();
  }

  @Override
  public List<HeldTask> held() {
    return part.held().all().stream()
        .map(holding -> new HeldTask(holding.task(), holding.hasBegun(), holding.ran()))
        .toList();
  }

  @Override
  public boolean cancel(String id) {
    boolean held = part.held().cancel(id);
    if (held) {
      heart.beatNow();
    }
    return held;
  }

  @Override
  public int concurrency() {
    return pool.size();
  }

  @Override
  public void concurrency(int value) {
    pool.resize(Math.max(1, value));
  }

  @Override
  public void drain(Duration grace) {
    worker.drain(grace);
  }
}
