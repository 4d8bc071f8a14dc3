// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app;

import dev.lovage.LogLine;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.spi.QueueStatus;
import dev.lovage.spi.TaskFilter;
import dev.lovage.spi.TaskLookup;
import dev.lovage.spi.TaskPage;
import dev.lovage.spi.TaskQueries;
import dev.lovage.spi.WorkerStatus;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// The read port of an engine that opens later.
record DeferredQueries(LateEngine late) implements TaskQueries {

  private TaskQueries real() {
    return late.get().queries();
  }

  @Override
  public TaskLookup find(TaskId id) {
    return real().find(id);
  }

  @Override
  public Map<TaskId, TaskState> states(Collection<TaskId> ids) {
    return real().states(ids);
  }

  @Override
  public TaskPage list(TaskFilter filter) {
    return real().list(filter);
  }

  @Override
  public List<LogLine> log(TaskId id, int after) {
    return real().log(id, after);
  }

  @Override
  public List<QueueStatus> queues() {
    return real().queues();
  }

  @Override
  public List<WorkerStatus> workers() {
    return real().workers();
  }
}
