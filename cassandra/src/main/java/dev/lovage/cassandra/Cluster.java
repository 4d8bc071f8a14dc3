// SPDX-License-Identifier: Apache-2.0
package dev.lovage.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Statement;
import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The connection to the cluster, and its errors in our words.
final class Cluster implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Duration SCHEMA_TIMEOUT = Duration.ofSeconds(20);

  private final CqlSession session;
  private final Map<String, PreparedStatement> prepared = new ConcurrentHashMap<>();

  private Cluster(CqlSession session) {
    this.session = session;
  }

  static Cluster open(CassandraUrl url) {
    try {
      try (var session = builder(url, SCHEMA_TIMEOUT).build()) {
        migrate(session, url);
      }
      return new Cluster(builder(url, TIMEOUT).withKeyspace(url.keyspace()).build());
    } catch (DriverException e) {
      throw failure(e);
    }
  }

  private static com.datastax.oss.driver.api.core.CqlSessionBuilder builder(
      CassandraUrl url, Duration timeout) {
    var config =
        DriverConfigLoader.programmaticBuilder(Cluster.class.getClassLoader())
            .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, timeout)
            .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, SCHEMA_TIMEOUT)
            .withDuration(DefaultDriverOption.CONNECTION_CONNECT_TIMEOUT, TIMEOUT)
            .withDuration(DefaultDriverOption.HEARTBEAT_INTERVAL, Duration.ofSeconds(5))
            .withDuration(DefaultDriverOption.RECONNECTION_BASE_DELAY, Duration.ofMillis(200))
            .withDuration(DefaultDriverOption.RECONNECTION_MAX_DELAY, Duration.ofSeconds(2))
            // Else each close waits two seconds, twice, for calls that nobody can make any more.
            .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
            .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
            .withString(DefaultDriverOption.REQUEST_CONSISTENCY, "LOCAL_QUORUM")
            .withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, true)
            .build();
    var builder =
        CqlSession.builder()
            .withConfigLoader(config)
            .addContactPoints(url.hosts())
            .withLocalDatacenter(url.datacenter());
    if (url.user() != null && url.password() != null) {
      builder.withAuthCredentials(url.user(), url.password());
    }
    return builder;
  }

  private static void migrate(CqlSession session, CassandraUrl url) {
    if (session.getMetadata().getKeyspace(url.keyspace()).isEmpty()) {
      session.execute(
          "CREATE KEYSPACE IF NOT EXISTS %s WITH replication = {'class': 'NetworkTopologyStrategy', '%s': %d}"
              .formatted(url.keyspace(), url.datacenter(), url.replication()));
    }
    for (var table : text("tables.cql").split(";\n", -1)) {
      session.execute(table.replace("IF NOT EXISTS ", "IF NOT EXISTS " + url.keyspace() + "."));
    }
  }

  private static String text(String resource) {
    try (var in = Cluster.class.getResourceAsStream(resource)) {
      return new String(
          Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  BoundStatement bind(String cql, Object... values) {
    try {
      return prepared.computeIfAbsent(cql, session::prepare).bind(values);
    } catch (DriverException e) {
      throw failure(e);
    }
  }

  ResultSet run(Statement<?> statement) {
    try {
      return session.execute(statement);
    } catch (DriverException e) {
      throw failure(e);
    }
  }

  CompletionStage<AsyncResultSet> start(Statement<?> statement) {
    return session.executeAsync(statement);
  }

  static LovageException failure(Throwable e) {
    var known = e instanceof java.util.concurrent.CompletionException ? e.getCause() : e;
    return switch (known) {
      case LovageException own -> own;
      case com.datastax.oss.driver.api.core.auth.AuthenticationException auth ->
          new LovageException(
              ErrorCode.BROKEN, "actions: Cassandra refused the user or the password", auth);
      case com.datastax.oss.driver.api.core.servererrors.UnauthorizedException refused ->
          new LovageException(
              ErrorCode.BROKEN,
              "actions: Cassandra does not permit this; grant the rights",
              refused);
      case com.datastax.oss.driver.api.core.servererrors.QueryValidationException wrong ->
          new LovageException(
              ErrorCode.BROKEN,
              "actions: Cassandra refused a statement: " + wrong.getMessage(),
              wrong);
      case null, default -> away(known);
    };
  }

  private static LovageException away(@Nullable Throwable e) {
    return new LovageException(
        ErrorCode.UNAVAILABLE,
        "actions: Cassandra does not answer; the call may be repeated: "
            + (e == null ? "" : e.getMessage()),
        e,
        Duration.ofSeconds(1));
  }

  @Override
  public void close() {
    session.close();
  }
}
