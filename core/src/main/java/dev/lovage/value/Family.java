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
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.Sourced;
import dev.lovage.spi.ValueStore;
import dev.lovage.spi.ValueVersion;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A family of served values with a bounded copy in memory, which the store's watch keeps fresh.
final class Family<T> implements ServedFamily<T> {

  private static final int DEFAULT_CACHED = 10_000;

  private final ValueTemplate template;
  private final Class<T> type;
  private final ValueStore store;
  private final InstantSource clock;
  private final List<Function<List<String>, Answer<? extends T>>> fallbacks =
      new CopyOnWriteArrayList<>();
  private volatile Cache<String, KeyedSlot<T>> cache = cache(DEFAULT_CACHED);
  private volatile @Nullable ValueVersion byDefault;
  private volatile @Nullable Function<List<String>, Refresh> refreshes;

  Family(ValueTemplate template, Class<T> type, ValueStore store, InstantSource clock) {
    this.template = template;
    this.type = type;
    this.store = store;
    this.clock = clock;
  }

  private static <T> Cache<String, KeyedSlot<T>> cache(int entries) {
    return Caffeine.newBuilder().maximumSize(entries).build();
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
    fallbacks.add(keys -> answer(fallback));
    return this;
  }

  private static <U> Answer<U> answer(ServedValue<U> value) {
    var snapshot = value.snapshot();
    return new Answer<>(snapshot.value(), snapshot.version(), snapshot.publishedAt(), value.name());
  }

  @Override
  public ServedFamily<T> or(
      ServedFamily<? extends T> fallback, Function<List<String>, List<String>> keys) {
    fallbacks.add(own -> {
      var other = keys.apply(own);
      return other.isEmpty()
          ? new Answer<>(null, 0, Instant.EPOCH, NONE)
          : fallback.get(other.toArray(String[]::new));
    });
    return this;
  }

  @Override
  public ServedFamily<T> orDefault(T value) {
    byDefault = new ValueVersion(DEFAULT, 0, JsonCodec.encode("default", value), clock.instant());
    return this;
  }

  @Override
  public ServedFamily<T> cached(int entries) {
    if (entries < 0) {
      throw new LovageException(
          ErrorCode.INVALID, "cached: must not be negative, but is " + entries);
    }
    cache = cache(entries);
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
    var slot = cache.getIfPresent(version.name());
    if (slot != null) {
      slot.offer(version);
    }
  }

  @Override
  public Answer<T> get(String... keys) {
    var list = List.of(keys);
    var slot = slot(template.name(list), list);
    var own = slot.newest();
    if (own != null) {
      return new Answer<>(slot.decode(own, type), own.version(), own.publishedAt(), own.name());
    }
    for (var fallback : fallbacks) {
      var answer = fallback.apply(list);
      if (!answer.source().equals(NONE)) {
        return new Answer<>(
            answer.value(), answer.version(), answer.publishedAt(), answer.source());
      }
    }
    var last = byDefault;
    return last == null
        ? new Answer<>(null, 0, Instant.EPOCH, NONE)
        : new Answer<>(
            JsonCodec.decode("default", last.json(), type), 0, last.publishedAt(), DEFAULT);
  }

  Optional<Sourced> resolve(String name, List<String> keys) {
    var own = slot(name, keys).newest();
    if (own != null) {
      return Optional.of(new Sourced(own, name));
    }
    for (var fallback : fallbacks) {
      var answer = fallback.apply(keys);
      if (!answer.source().equals(NONE)) {
        var json = JsonCodec.encode("value " + answer.source(), answer.value());
        var version =
            new ValueVersion(answer.source(), answer.version(), json, answer.publishedAt());
        return Optional.of(new Sourced(version, answer.source()));
      }
    }
    return Optional.ofNullable(byDefault).map(version -> new Sourced(version, DEFAULT));
  }

  private KeyedSlot<T> slot(String name, List<String> keys) {
    var slot = cache.getIfPresent(name);
    slot = slot != null ? slot : load(name, keys);
    var refresh = slot.refresh;
    if (refresh != null) {
      var own = slot.newest();
      if (own == null) {
        refresh.start();
      } else {
        refresh.look(own.publishedAt());
      }
    }
    return slot;
  }

  private KeyedSlot<T> load(String name, List<String> keys) {
    var maker = refreshes;
    var made = new KeyedSlot<T>(maker == null ? null : maker.apply(keys));
    while (true) {
      var slot = cache.asMap().putIfAbsent(name, made);
      if (slot == null) {
        return look(name, made);
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

  /// In the cache by now, so that no version falls between the look and the watch.
  private KeyedSlot<T> look(String name, KeyedSlot<T> slot) {
    boolean well = false;
    try {
      store.get(name).ifPresent(slot::offer);
      well = true;
      return slot;
    } finally {
      if (!well) {
        cache.asMap().remove(name, slot);
      }
      slot.loaded(well);
    }
  }
}
