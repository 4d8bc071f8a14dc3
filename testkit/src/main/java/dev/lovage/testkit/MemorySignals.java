// SPDX-License-Identifier: Apache-2.0
package dev.lovage.testkit;

import dev.lovage.spi.SignalListener;
import dev.lovage.spi.Signals;
import dev.lovage.spi.ValueVersion;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// The listeners of one handle, called one after another on a thread of its own: a listener may
/// wait for a lock whose holder is inside the store.
final class MemorySignals implements Signals {

  private final List<SignalListener> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<ValueVersion>> watches = new CopyOnWriteArrayList<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("lovage-memory-signals").factory());

  @Override
  public AutoCloseable listen(SignalListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  AutoCloseable watch(Consumer<ValueVersion> listener) {
    watches.add(listener);
    return () -> watches.remove(listener);
  }

  /// Called under the store's lock.
  void deliver(Changes changes, boolean own) {
    if (changes.isEmpty() || (listeners.isEmpty() && watches.isEmpty())) {
      return;
    }
    later(() -> {
      changes.values.forEach(value -> watches.forEach(watch -> watch.accept(value)));
      listeners.forEach(listener -> tell(listener, changes, own));
    });
  }

  private synchronized void later(Runnable call) {
    if (!thread.isShutdown()) {
      thread.execute(call);
    }
  }

  private static void tell(SignalListener listener, Changes changes, boolean own) {
    if (changes.cancelling) {
      listener.cancelling();
    }
    if (!own) {
      listener.changed();
      return;
    }
    if (changes.ready) {
      listener.ready();
    }
    if (!changes.ended.isEmpty()) {
      listener.ended(List.copyOf(changes.ended));
    }
  }

  /// Time has moved, so anything may be due.
  void changed() {
    if (!listeners.isEmpty()) {
      later(() -> listeners.forEach(SignalListener::changed));
    }
  }

  synchronized void close() {
    thread.shutdown();
  }
}
