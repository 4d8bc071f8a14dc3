// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.LogLine;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// The read port: it changes nothing and never holds up the hot path. Reads see every write that
/// returned before they began.
public interface TaskQueries {

  /// One task with argument and result.
  TaskLookup find(TaskId id);

  /// The states of those of the given tasks that are known.
  Map<TaskId, TaskState> states(Collection<TaskId> ids);

  /// Tasks that match, newest first.
  TaskPage list(TaskFilter filter);

  /// The lines kept with a task, oldest first; empty if there are none or no such task.
  default List<LogLine> log(TaskId id) {
    return log(id, 0);
  }

  /// As [#log(TaskId)], without the first so many. Lines are only ever added at the end, also by a
  /// further attempt, so that who has read some goes on after them.
  List<LogLine> log(TaskId id, int after);

  /// The queues in which tasks wait or run, by name, with their counts.
  List<QueueStatus> queues();

  /// The workers that are alive or were lately, by start.
  List<WorkerStatus> workers();
}
