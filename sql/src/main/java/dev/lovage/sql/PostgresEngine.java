// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.spi.ActionLog;
import dev.lovage.spi.BlobStore;
import dev.lovage.spi.Engine;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.Signals;
import dev.lovage.spi.TaskQueries;
import dev.lovage.spi.TaskStore;
import dev.lovage.spi.TickerStore;
import dev.lovage.spi.ValueStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One process's part of a store in a PostgreSQL database.
final class PostgresEngine implements Engine {

  private final PostgresUrl url;
  private final Listeners listeners = new Listeners();
  private final PostgresPool pool;
  private final PostgresLanes lanes;
  private final PostgresNews news;
  private final PostgresEars ears;
  private final PostgresFloors floors = new PostgresFloors();
  private final PostgresParts parts;
  private final PostgresWithin within;
  private final TaskStore tasks;
  private final TaskQueries queries;
  private final ValueStore values;
  private final PostgresBlobs blobs;
  private final TickerStore tickers;
  private final @Nullable InstantSource clock;
  private final AtomicBoolean closed = new AtomicBoolean();

  /// @param manual in place of the database's clock, or null
  private PostgresEngine(
      PostgresUrl url, PostgresClock databaseTime, @Nullable InstantSource manual) {
    this.url = url;
    this.clock = manual;
    var clock = manual == null ? databaseTime : manual;
    var channel = url.schema() + "_news";
    var sql = PostgresMigrations.statements(url.schema());
    var connections = new PostgresPool(url, sql, clock);
    this.pool = connections;
    this.news = new PostgresNews(pool, channel, UUID.randomUUID().toString());
    this.within = new PostgresWithin(sql, channel, clock, new PostgresFailures(url));
    var old = floors;
    this.ears =
        new PostgresEars(
            url, pool, listeners, news, () -> databaseTime.ask(connections), old::drop);
    this.lanes = PostgresLanes.open(pool, new PostgresFailures(url));
    this.blobs = new PostgresBlobs(pool);
    this.parts = new PostgresParts(pool, new BlobPruning(pool, blobs, clock), clock);
    this.tasks =
        new PostgresTaskStore(
            pool,
            lanes,
            new PostgresStreams(pool, lanes, url.connections()),
            new PostgresLeasing(pool, floors),
            parts);
    this.queries = new SqlTaskQueries(pool, clock);
    this.values = new SqlValueStore(pool, pool, listeners);
    this.tickers = new SqlTickerStore(pool, pool, clock);
  }

  /// @param clock in place of the database's, or null
  static Engine open(PostgresUrl url, @Nullable InstantSource clock) {
    migrate(url);
    var databaseTime = new PostgresClock();
    var engine = new PostgresEngine(url, databaseTime, clock);
    try {
      databaseTime.ask(engine.pool);
      engine.start();
      return engine;
    } catch (SQLException e) {
      engine.close();
      throw new PostgresFailures(url).of(e);
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  private void start() throws SQLException {
    parts.turn();
    ears.open();
    pool.onCommit(tx -> {
      if (tx.isReadyAgain()) {
        floors.drop();
      }
      tx.tellReady(listeners);
      tx.tell(listeners);
      if (url.notifications()) {
        news.tell(tx);
      }
    });
  }

  private static void migrate(PostgresUrl url) {
    var properties = url.properties();
    // The first connection of a cold process on a busy machine takes longer than all that follow.
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("loginTimeout", "10");
    // A step over a table that is large by now takes as long as it takes.
    properties.setProperty("socketTimeout", "600");
    properties.remove("options");
    try (var connection = DriverManager.getConnection(url.jdbc(), properties)) {
      PostgresMigrations.run(connection, url.schema());
    } catch (SQLException e) {
      throw new PostgresFailures(url).of(e);
    }
  }

  @Override
  public String description() {
    return url.description();
  }

  @Override
  public TaskStore tasks() {
    return tasks;
  }

  @Override
  public TaskQueries queries() {
    return queries;
  }

  @Override
  public ValueStore values() {
    return values;
  }

  @Override
  public BlobStore blobs() {
    return blobs;
  }

  @Override
  public TickerStore tickers() {
    return tickers;
  }

  @Override
  public Signals signals() {
    return listeners;
  }

  @Override
  public ActionLog openActions() {
    return PostgresActions.open(url, clock);
  }

  @Override
  public List<Enqueued> enqueueWithin(Connection connection, List<NewTask> tasks) {
    return within.enqueue(connection, tasks);
  }

  @Override
  public void check() {
    pool.read(session -> session.query("check").number());
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      lanes.close();
      ears.close();
      news.close();
      pool.close();
    }
  }
}
