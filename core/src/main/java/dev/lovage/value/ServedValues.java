// SPDX-License-Identifier: Apache-2.0
package dev.lovage.value;

import dev.lovage.ServedValue;
import dev.lovage.spi.ValueStore;
import dev.lovage.spi.ValueVersion;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The served values of one process, each a copy in memory that the store's watch keeps fresh.
public final class ServedValues {

  private final ValueStore store;
  private final ConcurrentMap<String, Slot<?>> slots = new ConcurrentHashMap<>();

  public ServedValues(ValueStore store) {
    this.store = store;
  }

  /// Takes a version that the store has pushed; to be registered as the store's watch.
  public void offer(ValueVersion version) {
    var slot = slots.get(version.name());
    if (slot != null) {
      slot.offer(version);
    }
  }

  /// Begins to serve a value, or returns the one that is served already.
  public <T> ServedValue<T> serve(ValueVersion initial, Class<T> type) {
    // Registered before it is read from the store, so that no version falls between the two.
    var slot = slots.computeIfAbsent(initial.name(), name -> new Slot<>(initial, type));
    store.get(initial.name()).ifPresent(slot::offer);
    return slot.as(type);
  }

  public Optional<ServedValue<?>> find(String name) {
    return Optional.ofNullable(slots.get(name));
  }
}
