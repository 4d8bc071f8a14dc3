// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.spi.Engine;
import dev.lovage.spi.Signals;
import dev.lovage.spi.TaskQueries;
import dev.lovage.spi.TaskStore;
import dev.lovage.spi.TickerStore;
import dev.lovage.spi.ValueStore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// An engine that can be broken: as long as it is, none of its parts can be had.
record FailingEngine(Engine inner, AtomicReference<@Nullable ErrorCode> failure) implements Engine {

  private Engine working() {
    var code = failure.get();
    if (code != null) {
      throw new LovageException(code, "store: secret.db is locked");
    }
    return inner;
  }

  @Override
  public String description() {
    return inner.description();
  }

  @Override
  public TaskStore tasks() {
    return working().tasks();
  }

  @Override
  public TaskQueries queries() {
    return working().queries();
  }

  @Override
  public ValueStore values() {
    return working().values();
  }

  @Override
  public TickerStore tickers() {
    return inner.tickers();
  }

  @Override
  public Signals signals() {
    return working().signals();
  }

  @Override
  public void check() {
    working().check();
  }

  @Override
  public void close() {
    inner.close();
  }
}
