// SPDX-License-Identifier: Apache-2.0
package dev.lovage.cassandra;

import dev.lovage.servers.CassandraServer;
import dev.lovage.servers.MissingServerException;
import dev.lovage.spi.ActionLog;
import dev.lovage.tck.ActionHarness;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Assumptions;

/// A stream of its own for each test, in one keyspace on one server for all of them. The clock goes
/// as the system's and may be moved ahead of it.
final class CassandraHarness implements ActionHarness {

  private static final AtomicInteger STREAMS = new AtomicInteger();
  private static final Duration SETTLE = Duration.ofSeconds(10);

  /// Started by the first test that needs it, stopped with the process.
  private static final class Shared {
    static final Optional<CassandraServer> SERVER = start();

    private Shared() {}

    private static Optional<CassandraServer> start() {
      try {
        return Optional.of(CassandraServer.startForTests());
      } catch (MissingServerException e) {
        System.out.println("SKIPPED, the tests on Cassandra: " + e.getMessage());
        return Optional.empty();
      }
    }
  }

  static CassandraServer server() {
    return Shared.SERVER.orElseGet(() -> Assumptions.abort("there is no Cassandra"));
  }

  private static final class MovedClock implements InstantSource {
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    @Override
    public Instant instant() {
      return Instant.now().plus(ahead.get());
    }
  }

  private final MovedClock clock = new MovedClock();
  private final String stream = "views-" + STREAMS.incrementAndGet();
  private final String url = server().url("contract");
  private final List<ActionLog> others = new ArrayList<>();
  private final ActionLog log = CassandraActionsProvider.open(url, clock);

  @Override
  public ActionLog log() {
    return log;
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public void advance(Duration duration) {
    clock.ahead.updateAndGet(duration::plus);
  }

  @Override
  public void settle() {
    advance(SETTLE);
  }

  @Override
  public String stream() {
    return stream;
  }

  @Override
  public int sequences() {
    return 1;
  }

  @Override
  public boolean knowsRepeats() {
    return false;
  }

  @Override
  public ActionLog another() {
    var other = CassandraActionsProvider.open(url, clock);
    others.add(other);
    return other;
  }

  @Override
  public void close() {
    others.forEach(ActionLog::close);
    log.close();
  }
}
