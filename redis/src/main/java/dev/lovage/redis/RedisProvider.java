// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import dev.lovage.spi.BrokerEngine;
import dev.lovage.spi.BrokerProvider;
import java.time.InstantSource;

/// Opens `redis:`, `rediss:` and `sentinel:` URLs; see [RedisUrl].
public final class RedisProvider implements BrokerProvider {

  /// For [java.util.ServiceLoader].
  public RedisProvider() {}

  @Override
  public boolean accepts(String url) {
    return RedisUrl.accepts(url);
  }

  @Override
  public BrokerEngine open(String url) {
    return RedisHome.open(RedisUrl.parse(url), new RedisClock(null, InstantSource.system()));
  }

  /// Opens a broker that lives by the given clock in place of the server's.
  public static BrokerEngine open(String url, InstantSource clock) {
    return RedisHome.open(RedisUrl.parse(url), new RedisClock(clock, clock));
  }
}
