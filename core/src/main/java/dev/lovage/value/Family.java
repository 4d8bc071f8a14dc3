// SPDX-License-Identifier: Apache-2.0
package dev.lovage.value;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.ServedFamily;
import dev.lovage.ServedValue;
import dev.lovage.TaskType;
import dev.lovage.Unique;
import dev.lovage.spi.Sourced;
import dev.lovage.spi.ValueStore;
import dev.lovage.spi.ValueVersion;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A family of served values with a bounded copy in memory, which the store's watch keeps fresh.
final class Family<T> implements ServedFamily<T> {

  private static final int DEFAULT_CACHED = 10_000;
  private static final long MAX_TEXT = 64L << 20;

  private final ValueTemplate template;
  private final Class<T> type;
  private final ValueStore store;
  private final InstantSource clock;
  private final Fallbacks<T> fallbacks = new Fallbacks<>();
  private volatile Copy<T> copy = Copy.of(DEFAULT_CACHED);
  private volatile @Nullable Function<List<String>, Refresh> refreshes;

  /// The values in memory. A value takes one of the places, or as many as its share of the text
  /// that all of them may have.
  private record Copy<T>(Cache<String, KeyedSlot<T>> cache, int places) {

    static <T> Copy<T> of(int places) {
      Cache<String, KeyedSlot<T>> cache =
          Caffeine.newBuilder()
              .maximumWeight(places)
              .weigher((String name, KeyedSlot<T> slot) -> weight(slot, places))
              .build();
      return new Copy<>(cache, places);
    }

    private static int weight(KeyedSlot<?> slot, int places) {
      return 1 + (int) Math.min(Integer.MAX_VALUE / 2, slot.size() * (long) places / MAX_TEXT);
    }

    void offer(KeyedSlot<T> slot, ValueVersion version) {
      int before = weight(slot, places);
      slot.offer(version);
      if (weight(slot, places) != before) {
        // Weighed anew; otherwise it may stay as it is, since a publication is no read.
        cache.asMap().replace(version.name(), slot, slot);
      }
    }
  }

  Family(ValueTemplate template, Class<T> type, ValueStore store, InstantSource clock) {
    this.template = template;
    this.type = type;
    this.store = store;
    this.clock = clock;
  }

  @Override
  public String template() {
    return template.toString();
  }

  @Override
  public String name(String... keys) {
    return template.name(List.of(keys));
  }

  Optional<List<String>> keys(String name) {
    return template.keys(name);
  }

  @Override
  public ServedFamily<T> or(ServedValue<? extends T> fallback) {
    fallbacks.add(fallback);
    return this;
  }

  @Override
  public ServedFamily<T> or(
      ServedFamily<? extends T> fallback, Function<List<String>, List<String>> keys) {
    fallbacks.add(fallback, keys);
    return this;
  }

  @Override
  public ServedFamily<T> orDefault(T value) {
    fallbacks.last(value, clock.instant());
    return this;
  }

  @Override
  public ServedFamily<T> cached(int entries) {
    if (entries < 0) {
      throw new LovageException(
          ErrorCode.INVALID, "cached: must not be negative, but is " + entries);
    }
    copy = Copy.of(entries);
    return this;
  }

  @Override
  public <A> ServedFamily<T> refreshAfter(
      Duration age, TaskType<A, ?> recompute, Function<List<String>, A> argument) {
    refreshes =
        keys ->
            new Refresh(
                age,
                () ->
                    recompute.submit(
                        argument.apply(keys),
                        options -> options.unique(Unique.attach("refresh:" + template.name(keys)))),
                clock);
    return this;
  }

  void offer(ValueVersion version) {
    var held = copy;
    // Quietly: what nobody reads shall not stay because it is published often.
    var slot = held.cache.policy().getIfPresentQuietly(version.name());
    if (slot != null) {
      held.offer(slot, version);
    }
  }

  @Override
  public Answer<T> get(String... keys) {
    var list = List.of(keys);
    var own = slot(template.name(list), list).answer(type);
    return own != null ? own : fallbacks.answer(list);
  }

  @Override
  public Optional<Sourced> json(String... keys) {
    var list = List.of(keys);
    var name = template.name(list);
    var own = slot(name, list).newest();
    return own != null ? Optional.of(new Sourced(own, name)) : fallbacks.json(list);
  }

  /// The newest version of the family's own, as readers of this process see it.
  Optional<ValueVersion> own(String name, List<String> keys) {
    return Optional.ofNullable(slot(name, keys).newest());
  }

  private KeyedSlot<T> slot(String name, List<String> keys) {
    var slot = copy.cache.getIfPresent(name);
    slot = slot != null ? slot : load(name, keys);
    var refresh = slot.refresh;
    if (refresh != null) {
      refresh.look(slot.newest());
    }
    return slot;
  }

  private KeyedSlot<T> load(String name, List<String> keys) {
    var maker = refreshes;
    var made = new KeyedSlot<T>(maker == null ? null : maker.apply(keys));
    var held = copy;
    while (true) {
      var slot = held.cache.asMap().putIfAbsent(name, made);
      if (slot == null) {
        return look(held, name, made);
      }
      try {
        if (slot.awaitLoaded()) {
          return slot;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LovageException(ErrorCode.UNAVAILABLE, "value " + name + ": interrupted", e);
      }
    }
  }

  /// In the copy by now, so that no version falls between the look and the watch.
  private KeyedSlot<T> look(Copy<T> held, String name, KeyedSlot<T> slot) {
    boolean well = false;
    try {
      store.get(name).ifPresent(version -> held.offer(slot, version));
      well = true;
      return slot;
    } finally {
      if (!well) {
        held.cache.asMap().remove(name, slot);
      }
      slot.loaded(well);
    }
  }
}
