// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;

/// The tasks that a worker shall not run, by id and by stamp. As in Celery only memory has them:
/// the newest fifty thousand, for three hours, passed from worker to worker. Safe for use from any
/// thread.
final class Revocations {

  private static final int MOST = 50_000;
  private static final long KEEP_NANOS = Duration.ofHours(3).toNanos();

  private final LongSupplier nanoTime;
  private final LinkedHashMap<String, Long> ids = new LinkedHashMap<>();
  private final Map<String, Set<JsonNode>> stamps = new HashMap<>();

  /// @param nanoTime of a clock that never goes back
  Revocations(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  synchronized void add(Iterable<String> revoked) {
    long now = nanoTime.getAsLong();
    for (var id : revoked) {
      ids.putLast(id, now);
    }
    var oldest = ids.firstEntry();
    while (oldest != null && (ids.size() > MOST || now - oldest.getValue() > KEEP_NANOS)) {
      ids.pollFirstEntry();
      oldest = ids.firstEntry();
    }
  }

  /// Revokes what has one of these stamps.
  ///
  /// @param revoked by name a value, or a list of values
  synchronized void addStamps(Map<String, JsonNode> revoked) {
    revoked.forEach((name, values) ->
        stamps.computeIfAbsent(name, _ -> new HashSet<>()).addAll(KombuJson.list(values)));
  }

  synchronized boolean has(TaskMessage task) {
    return ids.containsKey(task.id()) || matches(task.extras().stamps(), stamps);
  }

  /// Whether one of the stamps is among the wanted ones.
  static boolean matches(
      Map<String, JsonNode> stamps, Map<String, ? extends Iterable<JsonNode>> wanted) {
    for (var want : wanted.entrySet()) {
      var own = stamps.get(want.getKey());
      var values = own == null ? List.<JsonNode>of() : KombuJson.list(own);
      for (var value : want.getValue()) {
        if (values.contains(value)) {
          return true;
        }
      }
    }
    return false;
  }

  synchronized List<String> ids() {
    return List.copyOf(ids.keySet());
  }

  /// The ids with their times, in seconds of the clock.
  synchronized Map<String, Double> all() {
    var all = new LinkedHashMap<String, Double>();
    ids.forEach((id, nanos) -> all.put(id, nanos / 1e9));
    return all;
  }
}
