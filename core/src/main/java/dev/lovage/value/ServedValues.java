// SPDX-License-Identifier: Apache-2.0
package dev.lovage.value;

import dev.lovage.ServedFamily;
import dev.lovage.ServedValue;
import dev.lovage.spi.Sourced;
import dev.lovage.spi.ValueStore;
import dev.lovage.spi.ValueVersion;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// The served values of one process, each a copy in memory that the store's watch keeps fresh.
public final class ServedValues {

  private final ValueStore store;
  private final InstantSource clock;
  private final ConcurrentMap<String, Slot<?>> slots = new ConcurrentHashMap<>();
  private final List<Family<?>> families = new CopyOnWriteArrayList<>();
  private final ValueWaiters waiters = new ValueWaiters();

  public ServedValues(ValueStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /// Takes a version that the store has pushed; to be registered as the store's watch.
  public void offer(ValueVersion version) {
    var slot = slots.get(version.name());
    if (slot != null) {
      slot.offer(version);
    }
    families.forEach(family -> family.offer(version));
    waiters.wake(version.name());
  }

  /// Begins to serve a value, or returns the one that is served already.
  public <T> ServedValue<T> serve(ValueVersion initial, Class<T> type) {
    // Registered before it is read from the store, so that no version falls between the two.
    var slot = slots.computeIfAbsent(initial.name(), name -> new Slot<>(initial, type, clock));
    store.get(initial.name()).ifPresent(slot::offer);
    return slot.as(type);
  }

  /// Begins to serve a family of values.
  public <T> ServedFamily<T> serveFamily(String template, Class<T> type) {
    var family = new Family<>(ValueTemplate.parse(template), type, store, clock);
    families.add(family);
    return family;
  }

  /// The answer of the family to which this name belongs, with the name of the value that it is
  /// from.
  public Optional<Sourced> fromFamily(String name) {
    for (var family : families) {
      var keys = family.keys(name);
      if (keys.isPresent()) {
        return family.resolve(name, keys.get());
      }
    }
    return Optional.empty();
  }

  /// Waits for a version of a value, served here or not.
  ///
  /// @return the newest version when the wait is over, wanted or not; empty if there is none
  public Optional<ValueVersion> await(String name, Predicate<ValueVersion> wanted, Duration timeout)
      throws InterruptedException {
    return waiters.await(name, () -> newest(name), wanted, timeout);
  }

  private Optional<ValueVersion> newest(String name) {
    var slot = slots.get(name);
    return slot != null ? Optional.of(slot.json()) : store.get(name);
  }

  public Optional<ServedValue<?>> find(String name) {
    return Optional.ofNullable(slots.get(name));
  }
}
