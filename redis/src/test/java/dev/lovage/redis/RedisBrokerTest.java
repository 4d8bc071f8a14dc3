// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import dev.lovage.tck.BrokerContract;
import dev.lovage.tck.BrokerEndContract;
import dev.lovage.tck.BrokerHarness;
import dev.lovage.tck.BrokerModelContract;
import dev.lovage.tck.BrokerWorkerContract;
import dev.lovage.tck.ResultBackendContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/// Redis keeps every contract of a broker and of a place for results.
@Tag("server")
class RedisBrokerTest {

  @Nested
  class Queues extends BrokerContract {
    @Override
    protected BrokerHarness open() {
      return new RedisHarness();
    }
  }

  /// Also what is not in kombu's record, as where many are taken at a time.
  @Nested
  class QueuesOfMany extends BrokerContract {
    @Override
    protected BrokerHarness open() {
      return new RedisHarness("&unacked=0");
    }
  }

  @Nested
  class Model extends BrokerModelContract {
    @Override
    protected BrokerHarness open() {
      return new RedisHarness("&unacked=2");
    }
  }

  @Nested
  class Results extends ResultBackendContract {
    @Override
    protected BrokerHarness open() {
      return new RedisHarness();
    }
  }

  @Nested
  class Workers extends BrokerWorkerContract {
    @Override
    protected BrokerHarness open() {
      return new RedisHarness();
    }
  }

  @Nested
  class WorkersOfMany extends BrokerWorkerContract {
    @Override
    protected BrokerHarness open() {
      return new RedisHarness("&unacked=0");
    }
  }

  @Nested
  class Ends extends BrokerEndContract {
    @Override
    protected BrokerHarness open() {
      return new RedisHarness();
    }
  }
}
