// SPDX-License-Identifier: Apache-2.0
package dev.lovage.testkit;

import dev.lovage.spi.Broker;
import dev.lovage.spi.BrokerEngine;
import dev.lovage.spi.BrokerFeature;
import dev.lovage.spi.MessageProtocol;
import dev.lovage.spi.ResultBackend;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;

/// A broker that lives in this process and is gone with it, with a place for results, for tests of
/// programs whose queues live at a broker:
///
/// ```java
/// lovage.homes().at("java", MemoryBroker.create());
/// ```
///
/// Like [MemoryEngine] it is the reference that other brokers are compared with. It speaks
/// [PlainProtocol]. Safe for use from any thread.
public final class MemoryBroker implements BrokerEngine {

  private final MemoryQueues queues;
  private final MemoryResults results;
  private final MessageProtocol protocol = new PlainProtocol();

  private MemoryBroker(MemoryQueues queues, MemoryResults results) {
    this.queues = queues;
    this.results = results;
  }

  /// An empty broker on the system's clock.
  public static MemoryBroker create() {
    return create(InstantSource.system());
  }

  /// An empty broker on this clock.
  public static MemoryBroker create(InstantSource clock) {
    return create(clock, EnumSet.allOf(BrokerFeature.class));
  }

  /// One that can do so much only, to see what a program does without the rest.
  public static MemoryBroker create(InstantSource clock, Set<BrokerFeature> features) {
    var queues = new MemoryQueues(clock, features);
    if (clock instanceof ManualTime time) {
      time.whenAdvanced(queues::wake);
    }
    return new MemoryBroker(queues, new MemoryResults(clock));
  }

  /// Another handle on the same broker, as another process would open one.
  public MemoryBroker another() {
    return new MemoryBroker(queues, results);
  }

  @Override
  public String description() {
    return "a broker in memory: gone with this process";
  }

  @Override
  public Broker broker() {
    return queues;
  }

  @Override
  public ResultBackend results() {
    return results;
  }

  @Override
  public MessageProtocol protocol() {
    return protocol;
  }

  @Override
  public void close() {
    // Other handles go on.
  }
}
