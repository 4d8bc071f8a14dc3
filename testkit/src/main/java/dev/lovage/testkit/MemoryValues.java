// SPDX-License-Identifier: Apache-2.0
package dev.lovage.testkit;

import dev.lovage.spi.ValueHistory;
import dev.lovage.spi.ValueStore;
import dev.lovage.spi.ValueVersion;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Served values in memory.
record MemoryValues(MemoryStore store, MemorySignals signals) implements ValueStore {

  @Override
  public Optional<ValueVersion> get(String name) {
    return store.read(now -> Optional.ofNullable(store.values.get(name)));
  }

  @Override
  public boolean publish(String name, long version, String json) {
    return store.write(signals, changes -> store.publish(name, version, json, changes));
  }

  @Override
  public ValueHistory history(String name) {
    return store.read(now ->
        new ValueHistory(
            List.copyOf(store.history.getOrDefault(name, new TreeMap<>()).descendingMap().values()),
            store.pinned.contains(name)));
  }

  @Override
  public Optional<ValueVersion> rollback(String name, long version) {
    return store.write(signals, changes -> store.rollback(name, version, changes));
  }

  @Override
  public Optional<ValueVersion> pin(String name, long version) {
    return store.write(signals, changes -> store.pin(name, version, changes));
  }

  @Override
  public Optional<ValueVersion> unpin(String name) {
    return store.write(signals, changes -> store.unpin(name, changes));
  }

  @Override
  public List<ValueVersion> models() {
    return store.read(now ->
        store.values.values().stream()
            .filter(value -> value.name().startsWith(MODELS))
            .limit(1_000)
            .toList());
  }

  @Override
  public AutoCloseable watch(Consumer<ValueVersion> listener) {
    return signals.watch(listener);
  }
}
