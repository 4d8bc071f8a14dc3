// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import dev.lovage.spi.ActionLog;
import dev.lovage.spi.BlobStore;
import dev.lovage.spi.Engine;
import dev.lovage.spi.Signals;
import dev.lovage.spi.TaskQueries;
import dev.lovage.spi.TaskStore;
import dev.lovage.spi.TickerStore;
import dev.lovage.spi.ValueStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An engine whose calls of tasks, queries and values all pass through one place.
///
/// @param actions opens the log of actions
record Intercepted(Engine engine, Interceptor interceptor, Supplier<ActionLog> actions)
    implements Engine {

  /// With the engine's own log of actions.
  Intercepted(Engine engine, Interceptor interceptor) {
    this(engine, interceptor, engine::openActions);
  }

  /// Stands between the caller and the engine.
  @FunctionalInterface
  interface Interceptor {
    @Nullable Object call(String method, Object[] arguments, Proceed engine) throws Throwable;
  }

  /// The call itself, perhaps with other arguments.
  @FunctionalInterface
  interface Proceed {
    @Nullable Object with(Object... arguments) throws Throwable;
  }

  @Override
  public String description() {
    return engine.description();
  }

  @Override
  public TaskStore tasks() {
    return wrap(TaskStore.class, engine.tasks());
  }

  @Override
  public TaskQueries queries() {
    return wrap(TaskQueries.class, engine.queries());
  }

  @Override
  public ValueStore values() {
    return wrap(ValueStore.class, engine.values());
  }

  @Override
  public BlobStore blobs() {
    return engine.blobs();
  }

  @Override
  public TickerStore tickers() {
    return wrap(TickerStore.class, engine.tickers());
  }

  @Override
  public ActionLog openActions() {
    return actions.get();
  }

  @Override
  public Signals signals() {
    return engine.signals();
  }

  @Override
  public void check() {
    engine.check();
  }

  @Override
  public void close() {
    engine.close();
  }

  private <T> T wrap(Class<T> part, T target) {
    return part.cast(
        Proxy.newProxyInstance(
            part.getClassLoader(),
            new Class<?>[] {part},
            (proxy, method, arguments) ->
                interceptor.call(
                    method.getName(),
                    arguments == null ? new Object[0] : arguments,
                    changed -> {
                      try {
                        return method.invoke(target, changed);
                      } catch (InvocationTargetException e) {
                        throw e.getCause();
                      }
                    })));
  }
}
