// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.TaskId;
import java.util.List;
import java.util.Optional;

/// Hears of the tasks at a broker, whoever sends and runs them: by what their workers tell as they
/// go, and by asking. Safe for use from any thread.
public interface TaskWatch {

  /// From here upwards are the versions of tasks at brokers: those of a store are never so high.
  long FIRST_VERSION = 1L << 52;

  /// Asks the workers what they have, and returns that with the tasks that were heard of lately,
  /// newest first. The first call begins to listen.
  List<HeardTask> tasks();

  /// One task, without asking.
  Optional<HeardTask> find(TaskId id);
}
