// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A registration that was made before there was anything to register with.
final class DeferredHandle<L> implements AutoCloseable {

  private final L listener;
  private @Nullable AutoCloseable real;
  private boolean closed;

  DeferredHandle(L listener) {
    this.listener = listener;
  }

  L listener() {
    return listener;
  }

  synchronized void attach(Function<L, AutoCloseable> register) {
    if (!closed) {
      real = register.apply(listener);
    }
  }

  @Override
  public synchronized void close() throws Exception {
    closed = true;
    if (real != null) {
      real.close();
    }
  }
}
