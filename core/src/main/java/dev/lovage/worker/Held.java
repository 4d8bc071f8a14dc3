// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.TaskId;
import dev.lovage.spi.Incoming;
import dev.lovage.spi.Lease;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/// What a worker holds of one broker's tasks, by the tokens of their leases.
final class Held {

  private final ConcurrentHashMap<Long, Holding> holdings = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<TaskId, Long> tokens = new ConcurrentHashMap<>();
  private final AtomicLong lastToken = new AtomicLong();

  long nextToken() {
    return lastToken.incrementAndGet();
  }

  /// The id that a sender's id goes by here: itself if it is a UUID, else one made of it.
  static TaskId idOf(String senders) {
    return TaskId.named(senders);
  }

  boolean holds(TaskId id) {
    return tokens.containsKey(id);
  }

  /// Holds it, unless it is held already, and returns whether it was not.
  boolean add(Incoming task, Lease lease, TaskDefinition<?, ?> definition) {
    boolean added = tokens.putIfAbsent(lease.task(), lease.token()) == null;
    if (added) {
      holdings.put(lease.token(), new Holding(task, lease, definition));
    }
    return added;
  }

  Optional<Holding> find(Lease lease) {
    // Another home's lease may have the same token.
    return Optional.ofNullable(holdings.get(lease.token()))
        .filter(holding -> holding.lease().task().equals(lease.task()));
  }

  synchronized Optional<Holding> take(Lease lease) {
    tokens.remove(lease.task(), lease.token());
    return Optional.ofNullable(holdings.remove(lease.token()));
  }

  Collection<Holding> all() {
    return holdings.values();
  }

  /// Asks for the end of a task.
  ///
  /// @param id as its sender named it
  /// @param running also if its handler has begun
  /// @return whether there was such a task
  boolean cancel(String id, boolean running) {
    var its = holdings.values().stream().filter(h -> h.task().id().equals(id)).toList();
    return its.stream().filter(holding -> holding.cancel(running)).count() > 0;
  }

  /// The tasks that somebody wants to be stopped.
  Set<TaskId> cancelling() {
    return holdings.values().stream()
        .filter(Holding::isCancelled)
        .map(holding -> holding.lease().task())
        .collect(Collectors.toSet());
  }
}
