// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import dev.lovage.TaskId;
import java.util.List;

/// What became of tasks, by what is stored of them and not by what handlers saw.
interface Tally {

  /// How many wait for a worker, in all queues.
  long waiting();

  /// How many tasks of a queue have no end recorded.
  long unfinished(String queue);

  /// How many of these have a result.
  long succeeded(List<TaskId> ids);
}
