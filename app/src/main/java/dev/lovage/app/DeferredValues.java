// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app;

import dev.lovage.spi.ValueHistory;
import dev.lovage.spi.ValueStore;
import dev.lovage.spi.ValueVersion;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The values of a store that opens later. Whoever asked for a value before gets the version that
/// the store holds when it opens, so an app's first reader already sees what an earlier run
/// computed.
final class DeferredValues implements ValueStore {

  private final LateEngine late;
  private final Set<String> asked = new LinkedHashSet<>();
  private final List<DeferredHandle<Consumer<ValueVersion>>> watchers = new ArrayList<>();
  private volatile @Nullable ValueStore opened;

  DeferredValues(LateEngine late) {
    this.late = late;
  }

  synchronized void open(ValueStore store) {
    // Watched before they are read, so that no version falls between the two.
    watchers.forEach(handle -> handle.attach(store::watch));
    for (var name : asked) {
      store.get(name).ifPresent(version -> watchers.forEach(w -> w.listener().accept(version)));
    }
    opened = store;
  }

  @Override
  public Optional<ValueVersion> get(String name) {
    var store = opened;
    return store != null ? store.get(name) : note(name);
  }

  private synchronized Optional<ValueVersion> note(String name) {
    var store = opened;
    if (store != null) {
      return store.get(name);
    }
    asked.add(name);
    return Optional.empty();
  }

  @Override
  public boolean publish(String name, long version, String json) {
    return late.get().values().publish(name, version, json);
  }

  @Override
  public ValueHistory history(String name) {
    return late.get().values().history(name);
  }

  @Override
  public Optional<ValueVersion> rollback(String name, long version) {
    return late.get().values().rollback(name, version);
  }

  @Override
  public Optional<ValueVersion> pin(String name, long version) {
    return late.get().values().pin(name, version);
  }

  @Override
  public Optional<ValueVersion> unpin(String name) {
    return late.get().values().unpin(name);
  }

  @Override
  public List<ValueVersion> models() {
    return late.get().values().models();
  }

  @Override
  public synchronized AutoCloseable watch(Consumer<ValueVersion> listener) {
    var store = opened;
    if (store != null) {
      return store.watch(listener);
    }
    var handle = new DeferredHandle<>(listener);
    watchers.add(handle);
    return handle;
  }
}
