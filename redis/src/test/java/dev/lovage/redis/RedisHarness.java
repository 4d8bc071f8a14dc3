// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import dev.lovage.servers.MissingServerException;
import dev.lovage.servers.RedisServer;
import dev.lovage.spi.BrokerEngine;
import dev.lovage.tck.BrokerHarness;
import dev.lovage.testkit.ManualTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import redis.clients.jedis.RedisClient;

/// A prefix of its own for each test, on one server for all of them.
final class RedisHarness implements BrokerHarness {

  private static final AtomicInteger PREFIXES = new AtomicInteger();

  /// Started by the first test that needs it, stopped with the process.
  private static final class Shared {
    static final Optional<RedisServer> SERVER = start();

    private Shared() {}

    private static Optional<RedisServer> start() {
      try {
        return Optional.of(RedisServer.start());
      } catch (MissingServerException e) {
        System.out.println("SKIPPED, the tests on Redis: " + e.getMessage());
        return Optional.empty();
      }
    }
  }

  /// The server that tests share; where there is none, the test is skipped.
  static RedisServer server() {
    return Shared.SERVER.orElseGet(() -> Assumptions.abort("there is no Redis"));
  }

  static RedisClient client() {
    return RedisClient.create("127.0.0.1", server().port());
  }

  private final String options;
  private final ManualTime time = new ManualTime();
  private final String prefix = "t" + PREFIXES.incrementAndGet() + ":";
  private final List<BrokerEngine> others = new ArrayList<>();
  private final BrokerEngine engine;

  RedisHarness() {
    this("");
  }

  /// @param options for example `&wait=1s`
  RedisHarness(String options) {
    this.options = "?global_keyprefix=" + prefix + "&result_keyprefix=" + prefix + options;
    this.engine = open();
  }

  /// As it is named at the server.
  String key(String name) {
    return prefix + name;
  }

  private BrokerEngine open() {
    return RedisProvider.open(server().url() + options, time);
  }

  @Override
  public BrokerEngine engine() {
    return engine;
  }

  @Override
  public BrokerEngine another() {
    var other = open();
    others.add(other);
    return other;
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
    others.forEach(BrokerEngine::close);
    engine.close();
  }
}
