// SPDX-License-Identifier: Apache-2.0
package dev.lovage.testkit;

import dev.lovage.spi.DueTickers;
import dev.lovage.spi.Mark;
import dev.lovage.spi.Ticker;
import dev.lovage.spi.TickerStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Schedules and triggers in memory.
record MemoryTickers(MemoryStore store, MemorySignals signals) implements TickerStore {

  @Override
  public Optional<Ticker> find(Ticker.Kind kind, String name) {
    return store.read(
        now -> Optional.ofNullable(store.tickers.tickers.get(new TickerTable.Key(kind, name))));
  }

  @Override
  public List<Ticker> list(Ticker.Kind kind) {
    return store.read(
        now -> store.tickers.tickers.values().stream().filter(t -> t.kind() == kind).toList());
  }

  @Override
  public boolean put(Ticker ticker) {
    return store.write(
        signals,
        changes -> {
          boolean done = store.tickers.put(ticker);
          changes.ready |= done;
          return done;
        });
  }

  @Override
  public boolean remove(Ticker.Kind kind, String name) {
    return store.write(signals, changes -> store.tickers.remove(new TickerTable.Key(kind, name)));
  }

  @Override
  public List<Mark> marks(Ticker.Kind kind, String name, Collection<String> keys) {
    return store.read(now ->
        store.tickers.marks(new TickerTable.Key(kind, name)).stream()
            .filter(mark -> keys.contains(mark.key()))
            .toList());
  }

  @Override
  public List<Mark> dueMarks(Ticker.Kind kind, String name, int limit) {
    return store.read(now ->
        store.tickers.marks(new TickerTable.Key(kind, name)).stream()
            .filter(mark -> mark.dueAt() != null && !mark.dueAt().isAfter(now))
            .sorted(Comparator.comparing(mark -> Objects.requireNonNull(mark.dueAt())))
            .limit(limit)
            .toList());
  }

  @Override
  public DueTickers due(Duration ahead, int limit) {
    return store.read(now -> {
      var timed =
          store.tickers.tickers.values().stream()
              .filter(ticker -> !ticker.paused() && ticker.position().dueAt() != null)
              .sorted(Comparator.comparing(MemoryTickers::dueAt))
              .toList();
      var soon =
          timed.stream()
              .filter(ticker -> !dueAt(ticker).isAfter(now.plus(ahead)))
              .limit(limit)
              .toList();
      return new DueTickers(
          now,
          soon,
          store.tickers.happenings.values().stream().limit(limit).toList(),
          timed.stream().skip(soon.size()).findFirst().map(MemoryTickers::dueAt).orElse(null));
    });
  }

  private static Instant dueAt(Ticker ticker) {
    return Objects.requireNonNull(ticker.position().dueAt());
  }
}
