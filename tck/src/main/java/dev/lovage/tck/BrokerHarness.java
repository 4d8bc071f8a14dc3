// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import dev.lovage.spi.BrokerEngine;
import java.time.Duration;
import java.time.InstantSource;

/// One fresh, empty broker for one test.
public interface BrokerHarness extends AutoCloseable {

  /// The engine under test; the same one at each call.
  BrokerEngine engine();

  /// Another handle on the same broker, as another process would open one; closed with this
  /// harness.
  BrokerEngine another();

  /// The clock by which the broker judges, which stands still but for [#advance].
  InstantSource clock();

  /// Moves the broker's clock forward.
  void advance(Duration duration);

  /// Closes what was opened and removes the broker.
  @Override
  void close();
}
