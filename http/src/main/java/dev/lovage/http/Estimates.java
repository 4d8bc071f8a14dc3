// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.Task;
import dev.lovage.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// When a task is likely to be done, for `Retry-After`: nine of ten of those of its type that were
/// asked for here lately were done by then. How good that was is measured too, at the tasks that an
/// estimate was given for.
final class Estimates {

  private static final int MOST_TASKS = 10_000;
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofHours(1);

  private final InstantSource clock;
  private final Map<String, ServiceTimes> types = new TreeMap<>();
  private final Map<TaskId, Instant> estimated = bounded();
  private final Map<TaskId, Boolean> ended = bounded();

  /// How the estimates of one type have fared.
  ///
  /// @param samples tasks that were seen to end
  /// @param p50Millis from due to done
  /// @param estimates of which the end was seen
  /// @param late share of them whose task took longer than was said
  /// @param errorMillis median of how far they were off
  record Quality(
      String type,
      int samples,
      long p50Millis,
      long p90Millis,
      int estimates,
      double late,
      long errorMillis) {}

  Estimates(InstantSource clock) {
    this.clock = clock;
  }

  private static <V> Map<TaskId, V> bounded() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<TaskId, V> eldest) {
        return size() > MOST_TASKS;
      }
    };
  }

  /// A task was seen at its end.
  synchronized void ended(Task task) {
    var end = task.run().endedAt();
    if (end == null || ended.put(task.id(), true) != null) {
      return;
    }
    var times = types.computeIfAbsent(task.type(), type -> new ServiceTimes());
    times.took(Duration.between(task.placement().dueAt(), end));
    var said = estimated.remove(task.id());
    if (said != null) {
      times.wasOff(Duration.between(said, end));
    }
  }

  /// How long to wait before the next look at a task that has not ended.
  synchronized Duration remaining(Task task) {
    var now = clock.instant();
    var due = task.placement().dueAt();
    var times = types.get(task.type());
    var wait = LEAST;
    if (times != null) {
      var end = due.plus(times.quantile(0.9));
      // Later than nine of ten: nothing is known but that it takes long, so look less and less.
      wait =
          end.isAfter(now) ? Duration.between(now, end) : Duration.between(due, now).dividedBy(2);
    } else if (due.isAfter(now)) {
      wait = Duration.between(now, due);
    }
    var rounded = Duration.ofSeconds(seconds(wait));
    estimated.putIfAbsent(task.id(), now.plus(rounded));
    return rounded;
  }

  synchronized List<Quality> quality() {
    return types.entrySet().stream().map(e -> e.getValue().quality(e.getKey())).toList();
  }

  /// Whole seconds, rounded up, within what makes sense to a caller.
  static long seconds(Duration wait) {
    var clamped = wait.compareTo(LEAST) < 0 ? LEAST : wait.compareTo(MOST) > 0 ? MOST : wait;
    return clamped.plusNanos(999_999_999).toSeconds();
  }
}
