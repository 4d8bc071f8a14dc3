// SPDX-License-Identifier: Apache-2.0
package dev.lovage.testkit;

import static dev.lovage.TaskState.QUEUED;
import static dev.lovage.TaskState.RUNNING;

import dev.lovage.Rate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lets tasks with limits through to be leased, as many as their keys may have at the time; guarded
/// by the store's lock.
final class Limits {

  /// What limits are counted by.
  record Key(String queue, String name) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byQueue = queue.compareTo(other.queue);
      return byQueue != 0 ? byQueue : name.compareTo(other.name);
    }
  }

  /// A token bucket, as the time until which tokens have been taken (the generic cell rate
  /// algorithm of ITU-T I.371).
  private static final class Bucket {
    @Nullable Instant takenUntil;
    @Nullable Instant opensAt;
  }

  private final Map<Key, Bucket> buckets = new HashMap<>();

  /// When time will next let a task through.
  Optional<Instant> next() {
    return buckets.values().stream()
        .map(bucket -> bucket.opensAt)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .min(Instant::compareTo);
  }

  /// Takes note of buckets in which there is a token again.
  void passTime(Changes changes) {
    buckets.forEach((key, bucket) -> {
      if (bucket.opensAt != null && !bucket.opensAt.isAfter(changes.now)) {
        bucket.opensAt = null;
        changes.touched.add(key);
      }
    });
  }

  /// An attempt of this task begins.
  void begin(Row row, Instant now) {
    var share = row.task.share();
    if (share != null && share.rate() != null) {
      var bucket = buckets.computeIfAbsent(Objects.requireNonNull(row.limits()), k -> new Bucket());
      var from =
          bucket.takenUntil == null || bucket.takenUntil.isBefore(now) ? now : bucket.takenUntil;
      bucket.takenUntil = from.plus(share.rate().intervalMicros(), ChronoUnit.MICROS);
    }
  }

  /// To be called when all moves of a transaction, or those before a lease, are made.
  void admit(Iterable<Row> rows, Changes changes) {
    for (var key : changes.touched) {
      var own = new java.util.ArrayList<Row>();
      rows.forEach(row -> {
        if (key.equals(row.limits())) {
          own.add(row);
        }
      });
      admit(key, own, changes);
    }
    changes.touched.clear();
  }

  private void admit(Key key, List<Row> own, Changes changes) {
    var bucket = buckets.get(key);
    if (bucket != null) {
      bucket.opensAt = null;
    }
    while (true) {
      var next =
          own.stream()
              .filter(row -> row.state() == QUEUED && row.held)
              .min(MemoryTasks.LEASE_ORDER);
      if (next.isEmpty()) {
        return;
      }
      var share = Objects.requireNonNull(next.get().task.share());
      long busy = own.stream().filter(row -> row.state() == RUNNING || isReady(row)).count();
      if (share.concurrency() > 0 && busy >= share.concurrency()) {
        return;
      }
      if (share.rate() != null && !hasToken(key, share.rate(), own, changes.now)) {
        return;
      }
      next.get().held = false;
      changes.ready = true;
    }
  }

  private static boolean isReady(Row row) {
    return row.state() == QUEUED && !row.held;
  }

  /// Whether there is a token beside those that ready tasks will take; if not, notes when.
  private boolean hasToken(Key key, Rate rate, List<Row> own, Instant now) {
    long promised = own.stream().filter(row -> isReady(row) && isRated(row)).count();
    if (promised >= rate.burst()) {
      return false;
    }
    var bucket = buckets.get(key);
    if (bucket == null || bucket.takenUntil == null) {
      return true;
    }
    var opensAt =
        bucket.takenUntil.minus(
            (rate.burst() - promised - 1) * rate.intervalMicros(), ChronoUnit.MICROS);
    if (!opensAt.isAfter(now)) {
      return true;
    }
    bucket.opensAt = opensAt;
    return false;
  }

  private static boolean isRated(Row row) {
    var share = row.task.share();
    return share != null && share.rate() != null;
  }
}
