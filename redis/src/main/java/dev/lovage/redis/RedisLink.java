// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/// The connections of a process to one server, or to whichever server its sentinels name.
///
/// After a failure all idle connections are dropped, since the others of a server that was started
/// again are broken too, and the call is made once more. Only calls that may be repeated come here.
final class RedisLink implements AutoCloseable {

  private static final long AGAIN_NANOS = Duration.ofMillis(50).toNanos();

  private final RedisUrl url;
  private final UnifiedJedis redis;
  private final Runnable dropIdle;
  private volatile boolean closed;

  private RedisLink(RedisUrl url, UnifiedJedis redis, Runnable dropIdle) {
    this.url = url;
    this.redis = redis;
    this.dropIdle = dropIdle;
  }

  /// Makes the connections as they are needed.
  static RedisLink to(RedisUrl url) {
    var config = config(url).database(url.database()).clientName("lovage").build();
    var pool = new GenericObjectPoolConfig<Connection>();
    pool.setMaxTotal(url.connections());
    pool.setMaxIdle(url.connections());
    pool.setMaxWait(url.timeout());
    pool.setJmxEnabled(false);
    if (url.sentinels()) {
      return sentinels(url, config, pool);
    }
    var client =
        RedisClient.builder()
            .hostAndPort(url.hosts().getFirst())
            .clientConfig(config)
            .poolConfig(pool)
            .build();
    return new RedisLink(url, client, () -> client.getPool().clear());
  }

  private static RedisLink sentinels(
      RedisUrl url, JedisClientConfig config, GenericObjectPoolConfig<Connection> pool) {
    try {
      var client =
          RedisSentinelClient.builder()
              .masterName(url.options().getOrDefault("master", ""))
              .sentinels(Set.copyOf(url.hosts()))
              .clientConfig(config)
              .sentinelClientConfig(
                  DefaultJedisClientConfig.builder()
                      .timeoutMillis((int) url.timeout().toMillis())
                      .build())
              .poolConfig(pool)
              .build();
      return new RedisLink(
          url,
          client,
          () -> client.getPrimaryNodesConnectionMap().values().forEach(its -> its.clear()));
    } catch (JedisException e) {
      throw new RedisFailures(url).of(e);
    }
  }

  private static DefaultJedisClientConfig.Builder config(RedisUrl url) {
    int millis = (int) url.timeout().toMillis();
    var config =
        DefaultJedisClientConfig.builder()
            .resp2()
            .connectionTimeoutMillis(millis)
            .socketTimeoutMillis(millis)
            .blockingSocketTimeoutMillis(millis + 2_000)
            .user(url.user())
            .password(url.password());
    return url.tls() ? config.sslOptions(RedisTls.options(url)) : config;
  }

  /// Makes a call, and once more if the connection broke.
  <T> T call(Function<UnifiedJedis, T> call) {
    try {
      return call.apply(redis);
    } catch (JedisConnectionException e) {
      dropIdle.run();
    } catch (JedisException e) {
      throw failures().of(e);
    }
    return once(call);
  }

  /// Makes a call, and goes on trying for as long as a caller may wait for the server.
  <T> T patiently(Function<UnifiedJedis, T> call) {
    long end = System.nanoTime() + url.patience().toNanos();
    while (true) {
      try {
        return call(call);
      } catch (LovageException e) {
        if (!e.isTransient() || closed || System.nanoTime() > end) {
          throw e;
        }
        LockSupport.parkNanos(this, AGAIN_NANOS);
      }
    }
  }

  /// Makes a call that must not be repeated.
  <T> T once(Function<UnifiedJedis, T> call) {
    if (closed) {
      throw new LovageException(ErrorCode.BROKEN, url.description() + ": is closed here");
    }
    try {
      return call.apply(redis);
    } catch (JedisConnectionException e) {
      dropIdle.run();
      throw failures().of(e);
    } catch (JedisException e) {
      throw failures().of(e);
    }
  }

  boolean isClosed() {
    return closed;
  }

  private RedisFailures failures() {
    return new RedisFailures(url);
  }

  @Override
  public void close() {
    closed = true;
    redis.close();
  }
}
