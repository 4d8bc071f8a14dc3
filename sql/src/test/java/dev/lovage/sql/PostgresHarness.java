// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.servers.MissingServerException;
import dev.lovage.servers.PostgresServer;
import dev.lovage.spi.Engine;
import dev.lovage.tck.EngineHarness;
import dev.lovage.testkit.ManualTime;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/// A schema of its own for each test, on one server for all of them.
final class PostgresHarness implements EngineHarness {

  private static final AtomicInteger SCHEMAS = new AtomicInteger();

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
  private final String schema = "t" + SCHEMAS.incrementAndGet();
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
    try (var connection =
            DriverManager.getConnection(
                "jdbc:" + server().url().replace("lovage@", ""), "lovage", "");
        var statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA " + schema + " CASCADE");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
