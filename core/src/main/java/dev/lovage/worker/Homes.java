// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.spi.BrokerEngine;
import dev.lovage.spi.NewTask;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Where the queues live that do not live in the store.
///
/// @param submit accepts tasks for any queue, wherever it lives
public record Homes(Map<String, BrokerEngine> brokers, Consumer<List<NewTask>> submit) {

  public Homes {
    brokers = Map.copyOf(brokers);
  }
}
