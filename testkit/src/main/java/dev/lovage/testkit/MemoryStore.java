// SPDX-License-Identifier: Apache-2.0
package dev.lovage.testkit;

import dev.lovage.TaskId;
import dev.lovage.spi.BlobRef;
import dev.lovage.spi.TaskLookup;
import dev.lovage.spi.ValueHistory;
import dev.lovage.spi.ValueVersion;
import dev.lovage.spi.WorkerInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What several handles share: plain collections under one lock.
final class MemoryStore {

  static final Duration REMEMBERED = Duration.ofDays(30);

  final Map<TaskId, Row> rows = new LinkedHashMap<>();

  /// The tasks that submits were attached to, by the ids of those submits.
  final Map<TaskId, Row> attached = new HashMap<>();

  final Map<TaskId, Tombstone> tombstones = new HashMap<>();
  final Map<String, ValueVersion> values = new TreeMap<>();
  final Map<String, TreeMap<Long, ValueVersion>> history = new TreeMap<>();
  final Set<String> pinned = new HashSet<>();
  final Map<BlobRef, MemoryBlobs.Blob> blobs = new HashMap<>();
  final Map<String, WorkerRow> workers = new TreeMap<>();
  final TickerTable tickers = new TickerTable();
  final Limits limits = new Limits();
  final Turns turns = new Turns();
  final List<MemorySignals> handles = new CopyOnWriteArrayList<>();
  final MemoryActions.Shared actions;
  final InstantSource clock;

  private final ReentrantLock lock = new ReentrantLock();
  private long lastVersion;
  private long lastToken;

  /// What stays of a forgotten task, so that a late repeat of its submit does not run it again.
  record Tombstone(long version, Instant since) {}

  record WorkerRow(WorkerInfo info, Duration lease, Instant startedAt, Instant seenAt) {}

  MemoryStore(InstantSource clock) {
    this.clock = clock;
    this.actions = new MemoryActions.Shared(clock);
  }

  /// One transaction. The body must check everything before it changes anything: nothing is undone.
  <T> T write(MemorySignals origin, Function<Changes, T> body) {
    lock.lock();
    try {
      var changes = new Changes(ManualTime.micros(clock.instant()));
      T answer = body.apply(changes);
      limits.admit(rows.values(), changes);
      changes.ended.forEach(
          id -> tickers.ended(Objects.requireNonNull(rows.get(id)).snapshot(), changes.now));
      // Handed over under the lock, so that listeners hear of commits in their order.
      for (var handle : handles) {
        handle.deliver(changes, handle == origin);
      }
      return answer;
    } finally {
      lock.unlock();
    }
  }

  <T> T read(Function<Instant, T> body) {
    lock.lock();
    try {
      return body.apply(ManualTime.micros(clock.instant()));
    } finally {
      lock.unlock();
    }
  }

  long nextVersion() {
    return ++lastVersion;
  }

  long nextToken() {
    return ++lastToken;
  }

  TaskLookup lookup(TaskId id, Instant now) {
    var row = rows.get(id);
    if (row != null && !row.isForgotten(now)) {
      return new TaskLookup.Found(row.snapshot(), row.task.argument(), row.result);
    }
    var tombstone = tombstones.get(id);
    var since = row != null ? row.forgottenAt() : tombstone != null ? tombstone.since() : null;
    return since == null || !since.plus(REMEMBERED).isAfter(now)
        ? new TaskLookup.Unknown()
        : new TaskLookup.Forgotten(since);
  }

  /// The task of this id, or the one to which a submit of this id was attached.
  @Nullable Row standsFor(TaskId id) {
    var row = rows.get(id);
    return row != null ? row : attached.get(id);
  }

  boolean publish(String name, long version, String json, Changes changes) {
    return publish(new ValueVersion(name, version, json, changes.now), changes);
  }

  /// The next step of a task that runs.
  void publishInterim(String name, long version, String json, Changes changes) {
    var old = values.get(name);
    int step = old != null && old.version() == version ? old.step() : 0;
    if (step < ValueVersion.RESULT) {
      publish(new ValueVersion(name, version, step + 1, json, changes.now), changes);
    }
  }

  private boolean publish(ValueVersion value, Changes changes) {
    var old = values.get(value.name());
    if (old != null && !value.isNewerThan(old)) {
      return false;
    }
    boolean isPinned = pinned.contains(value.name());
    if (value.step() == ValueVersion.RESULT) {
      remember(value);
    }
    if (!isPinned) {
      values.put(value.name(), value);
      changes.values.add(value);
      tickers.published(value, changes.now);
    }
    return !isPinned;
  }

  private void remember(ValueVersion value) {
    var kept = history.computeIfAbsent(value.name(), name -> new TreeMap<>());
    kept.putIfAbsent(value.version(), value);
    if (kept.size() > ValueHistory.KEPT) {
      kept.pollFirstEntry();
    }
  }

  Optional<ValueVersion> rollback(String name, long version, Changes changes) {
    var kept = history.getOrDefault(name, new TreeMap<>()).get(version);
    if (kept == null) {
      return Optional.empty();
    }
    boolean wasPinned = pinned.remove(name);
    var old = values.get(name);
    lastVersion = Math.max(lastVersion, old == null ? 0 : old.version());
    publish(name, nextVersion(), kept.json(), changes);
    if (wasPinned) {
      pinned.add(name);
    }
    return Optional.ofNullable(values.get(name));
  }

  Optional<ValueVersion> pin(String name, long version, Changes changes) {
    var current = Optional.ofNullable(values.get(name));
    if (current.isEmpty() || current.get().version() != version) {
      current = rollback(name, version, changes);
    }
    current.ifPresent(value -> pinned.add(name));
    return current;
  }

  Optional<ValueVersion> unpin(String name, Changes changes) {
    pinned.remove(name);
    var kept = history.get(name);
    if (kept != null) {
      var newest = kept.lastEntry().getValue();
      publish(name, newest.version(), newest.json(), changes);
    }
    return Optional.ofNullable(values.get(name));
  }
}
