// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import dev.lovage.spi.BrokerEngine;
import dev.lovage.spi.BrokerFeature;
import dev.lovage.testkit.ManualTime;
import dev.lovage.testkit.MemoryBroker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/// The reference broker under the contracts.
final class MemoryBrokerHarness implements BrokerHarness {

  private final ManualTime time = new ManualTime();
  private final MemoryBroker broker;

  MemoryBrokerHarness(Set<BrokerFeature> features) {
    this.broker = MemoryBroker.create(time, features);
  }

  @Override
  public BrokerEngine engine() {
    return broker;
  }

  @Override
  public BrokerEngine another() {
    return broker.another();
  }

  @Override
  public InstantSource clock() {
    return time;
  }

  @Override
  public void advance(Duration duration) {
    time.advance(duration);
  }

  @Override
  public void close() {
    broker.close();
  }
}
