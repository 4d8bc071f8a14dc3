// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import dev.lovage.spi.BrokerFeature;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/// The reference broker keeps the contracts that it is the reference for.
class MemoryBrokerTest {

  private static BrokerHarness all() {
    return new MemoryBrokerHarness(EnumSet.allOf(BrokerFeature.class));
  }

  @Nested
  class WithAllFeatures extends BrokerContract {
    @Override
    protected BrokerHarness open() {
      return all();
    }
  }

  @Nested
  class WithoutFeatures extends BrokerContract {
    @Override
    protected BrokerHarness open() {
      return new MemoryBrokerHarness(Set.of());
    }
  }

  @Nested
  class Model extends BrokerModelContract {
    @Override
    protected BrokerHarness open() {
      return all();
    }
  }

  @Nested
  class Results extends ResultBackendContract {
    @Override
    protected BrokerHarness open() {
      return all();
    }
  }

  @Nested
  class Workers extends BrokerWorkerContract {
    @Override
    protected BrokerHarness open() {
      return all();
    }
  }

  @Nested
  class Ends extends BrokerEndContract {
    @Override
    protected BrokerHarness open() {
      return all();
    }
  }
}
