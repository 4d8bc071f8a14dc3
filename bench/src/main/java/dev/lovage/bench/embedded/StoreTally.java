// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import dev.lovage.Lovage;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import java.util.List;

/// Of tasks in the store.
record StoreTally(Lovage lovage) implements Tally {

  @Override
  public long waiting() {
    return lovage.queries().queues().stream()
        .mapToLong(queue -> queue.counts().getOrDefault(TaskState.QUEUED, 0L))
        .sum();
  }

  @Override
  public long unfinished(String queue) {
    return lovage.queries().queues().stream()
        .filter(q -> q.queue().equals(queue))
        .flatMap(q -> q.counts().values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }

  @Override
  public long succeeded(List<TaskId> ids) {
    return lovage.queries().states(ids).values().stream()
        .filter(TaskState.SUCCEEDED::equals)
        .count();
  }
}
