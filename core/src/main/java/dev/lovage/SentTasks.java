// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.util.LinkedHashMap;
import java.util.Optional;

/// The handles of what was sent to brokers from here lately: a broker itself can't say whether it
/// has a task.
final class SentTasks {

  private static final int MOST = 10_000;

  private final LinkedHashMap<TaskId, BrokerHandle<Object>> tasks = new LinkedHashMap<>();

  synchronized void add(BrokerHandle<Object> handle) {
    tasks.put(handle.id(), handle);
    if (tasks.size() > MOST) {
      tasks.pollFirstEntry();
    }
  }

  synchronized Optional<BrokerHandle<Object>> find(TaskId id) {
    return Optional.ofNullable(tasks.get(id));
  }
}
