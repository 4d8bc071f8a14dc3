// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.BrokerEngine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Which queues live at which brokers, for all that needs to know it. Safe for use from any thread.
final class HomeMap {

  private final Map<String, BrokerEngine> homes = new ConcurrentHashMap<>();

  void put(String queue, BrokerEngine broker) {
    homes.put(queue, broker);
  }

  boolean isEmpty() {
    return homes.isEmpty();
  }

  /// Empty of a queue that lives in the store.
  Optional<BrokerEngine> of(String queue) {
    return Optional.ofNullable(homes.get(queue));
  }

  /// @throws LovageException `INVALID` if the queue lives in the store
  BrokerEngine required(String queue) {
    return of(queue)
        .orElseThrow(() ->
            Checks.invalid(
                "queue", queue + " lives in the store; this is for queues that live at a broker"));
  }

  Map<String, BrokerEngine> byQueue() {
    return Map.copyOf(homes);
  }

  Map<BrokerEngine, List<String>> byBroker() {
    var byBroker = new LinkedHashMap<BrokerEngine, List<String>>();
    homes.forEach(
        (queue, broker) -> byBroker.computeIfAbsent(broker, b -> new ArrayList<>()).add(queue));
    return byBroker;
  }
}
