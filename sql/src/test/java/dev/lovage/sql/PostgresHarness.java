// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.servers.MissingServerException;
import dev.lovage.servers.PostgresServer;
import dev.lovage.spi.Engine;
import dev.lovage.tck.EngineHarness;
import dev.lovage.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/// A schema for each test alone, on one server for all of them.
final class PostgresHarness implements EngineHarness {

  /// Started by the first test that needs it, stopped with the process.
  private static final class Shared {
    static final Optional<PostgresServer> SERVER = start();

    private Shared() {}

    private static Optional<PostgresServer> start() {
      try {
        return Optional.of(PostgresServer.startForTests());
      } catch (MissingServerException e) {
        System.out.println("SKIPPED, the tests on PostgreSQL: " + e.getMessage());
        return Optional.empty();
      }
    }
  }

  /// The server that tests share; where there is none, the test is skipped.
  static PostgresServer server() {
    return Shared.SERVER.orElseGet(() -> Assumptions.abort("there is no PostgreSQL"));
  }

  private final ManualTime time = new ManualTime();
  private final Instant start = time.instant();
  private final String schema = PostgresSchemas.take();
  private final List<Engine> others = new ArrayList<>();
  private final Engine engine = open();

  private Engine open() {
    return PostgresProvider.open(server().url() + "?schema=" + schema, time);
  }

  @Override
  public Engine engine() {
    return engine;
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
  public Optional<Engine> another() {
    var other = open();
    others.add(other);
    return Optional.of(other);
  }

  @Override
  public void close() {
    others.forEach(Engine::close);
    engine.close();
    PostgresSchemas.giveBack(schema, Duration.between(start, time.instant()));
  }
}
