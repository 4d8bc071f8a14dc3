// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app;

import dev.lovage.spi.ActionLog;
import dev.lovage.spi.BlobStore;
import dev.lovage.spi.Engine;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.SignalListener;
import dev.lovage.spi.Signals;
import dev.lovage.spi.TaskQueries;
import dev.lovage.spi.TaskStore;
import dev.lovage.spi.TickerStore;
import dev.lovage.spi.ValueStore;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The engine of an app that has not started: declarations are made over it, and [#open] puts the
/// real one behind it. Until then listeners are kept for later, values have no versions, and all
/// else is refused with the remedy.
final class DeferredEngine implements Engine, Signals {

  private final LateEngine late;
  private final DeferredValues values;
  private final List<DeferredHandle<SignalListener>> listeners = new ArrayList<>();

  DeferredEngine(String app) {
    this.late = new LateEngine(app);
    this.values = new DeferredValues(late);
  }

  /// Opens the real engine; from here on everything goes to it, and it is closed with this one.
  synchronized void open(Supplier<Engine> opener) {
    late.checkEmpty();
    var engine = opener.get();
    try {
      listeners.forEach(handle -> handle.attach(engine.signals()::listen));
      values.open(engine.values());
      late.fill(engine);
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  @Override
  public String description() {
    return late.get().description();
  }

  @Override
  public TaskStore tasks() {
    return late.get().tasks();
  }

  @Override
  public TaskQueries queries() {
    return new DeferredQueries(late);
  }

  @Override
  public ValueStore values() {
    return values;
  }

  /// Waits for an engine that is just being opened.
  @Override
  public synchronized BlobStore blobs() {
    return late.get().blobs();
  }

  @Override
  public TickerStore tickers() {
    return late.get().tickers();
  }

  @Override
  public Signals signals() {
    return this;
  }

  @Override
  public ActionLog openActions() {
    return late.get().openActions();
  }

  @Override
  public synchronized AutoCloseable listen(SignalListener listener) {
    var engine = late.orNull();
    if (engine != null) {
      return engine.signals().listen(listener);
    }
    var handle = new DeferredHandle<>(listener);
    listeners.add(handle);
    return handle;
  }

  @Override
  public List<Enqueued> enqueueWithin(Connection connection, List<NewTask> tasks) {
    return late.get().enqueueWithin(connection, tasks);
  }

  @Override
  public void check() {
    late.get().check();
  }

  @Override
  public void close() {
    var engine = late.orNull();
    if (engine != null) {
      engine.close();
    }
  }
}
