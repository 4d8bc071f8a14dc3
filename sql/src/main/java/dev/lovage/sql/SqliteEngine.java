// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.spi.ActionLog;
import dev.lovage.spi.BlobStore;
import dev.lovage.spi.Engine;
import dev.lovage.spi.Signals;
import dev.lovage.spi.TaskQueries;
import dev.lovage.spi.TaskStore;
import dev.lovage.spi.TickerStore;
import dev.lovage.spi.ValueStore;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

/// One process's part of a store in a SQLite file: a thread that writes, a few connections that
/// read.
final class SqliteEngine implements Engine {

  private final SqliteUrl url;
  private final InstantSource clock;
  private final Failures failures;
  private final Listeners listeners = new Listeners();
  private final Writer writer;
  private final Readers readers;
  private final SqliteTaskStore tasks;
  private final SqlTaskQueries queries;
  private final SqlValueStore values;
  private final FileBlobs blobs;
  private final SqlTickerStore tickers;
  private final AtomicBoolean closed = new AtomicBoolean();

  SqliteEngine(SqliteUrl url, InstantSource clock) {
    this.url = url;
    this.clock = clock;
    this.failures = new Failures(url.file());
    var connections = new Connections(url, SqlFile.load("sqlite.sql"));
    connections.makeFolder();
    try {
      var session = connections.writer();
      try {
        Migrations.run(session);
        // From here on the writer waits for the lock in its own, shorter steps.
        session.execute("PRAGMA busy_timeout = 0");
        this.writer = Writer.open(session, url, clock, listeners);
      } catch (SQLException | RuntimeException e) {
        session.close();
        throw e;
      }
    } catch (SQLException e) {
      throw failures.of(e);
    }
    this.readers = new Readers(connections);
    this.blobs = FileBlobs.of(url, clock);
    var pruning = new BlobPruning(readers, blobs, clock);
    this.tasks = new SqliteTaskStore(writer, readers, pruning, clock);
    this.queries = new SqlTaskQueries(readers, clock);
    this.values = new SqlValueStore(writer, readers, listeners);
    this.tickers = new SqlTickerStore(writer, readers, clock);
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
    return new SqliteActions(url.ofActions(), clock);
  }

  @Override
  public void check() {
    readers.read(session -> session.query("check").number());
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        readers.close();
        writer.close();
      } catch (SQLException e) {
        throw failures.of(e);
      }
    }
  }
}
