// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.spi.Engine;
import dev.lovage.spi.SignalListener;
import dev.lovage.spi.Signals;
import dev.lovage.spi.TaskQueries;
import dev.lovage.spi.TaskStore;
import dev.lovage.spi.ValueStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The engine of an app that has not started: declarations are made over it, and [#open] puts the
/// real one behind it. Until then listeners are kept for later, values have no versions, and all
/// else is refused with the remedy.
final class DeferredEngine implements Engine, Signals {

  private final String app;
  private final DeferredValues values = new DeferredValues(this::real);
  private final List<DeferredHandle<SignalListener>> listeners = new ArrayList<>();
  private volatile @Nullable Engine opened;

  DeferredEngine(String app) {
    this.app = app;
  }

  /// Opens the real engine; from here on everything goes to it, and it is closed with this one.
  synchronized void open(Supplier<Engine> opener) {
    if (opened != null) {
      throw new LovageException(
          ErrorCode.INVALID, "app " + app + ": has started before; make a new App to start again");
    }
    var engine = opener.get();
    listeners.forEach(handle -> handle.attach(engine.signals()::listen));
    values.open(engine.values());
    opened = engine;
  }

  @Override
  public TaskStore tasks() {
    return real().tasks();
  }

  @Override
  public TaskQueries queries() {
    return new DeferredQueries(this);
  }

  @Override
  public ValueStore values() {
    return values;
  }

  @Override
  public Signals signals() {
    return this;
  }

  @Override
  public synchronized AutoCloseable listen(SignalListener listener) {
    var engine = opened;
    if (engine != null) {
      return engine.signals().listen(listener);
    }
    var handle = new DeferredHandle<>(listener);
    listeners.add(handle);
    return handle;
  }

  @Override
  public void check() {
    real().check();
  }

  @Override
  public void close() {
    var engine = opened;
    if (engine != null) {
      engine.close();
    }
  }

  Engine real() {
    var engine = opened;
    if (engine == null) {
      throw new LovageException(
          ErrorCode.UNAVAILABLE,
          "app " + app + ": has no store before it starts; use tasks in routes or in other tasks");
    }
    return engine;
  }
}
