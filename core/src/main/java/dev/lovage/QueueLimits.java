// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.NewTask;
import dev.lovage.spi.TaskQueries;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Refuses submits to queues that are full. The store's count is looked at ten times a second at
/// most, and this process's own submits are added to it in between; other processes' are seen at
/// the next look. So the limit holds to within what others submit in a tenth of a second, and a
/// queue without one costs nothing.
final class QueueLimits {

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final Duration LEAST_WAIT = Duration.ofSeconds(1);
  private static final Duration MOST_WAIT = Duration.ofHours(1);
  private static final double WEIGHT = 0.2;

  private final TaskQueries queries;
  private final Map<String, Limit> limits = new ConcurrentHashMap<>();

  private static final class Limit {
    final long most;
    long waiting;
    long submitted;
    double endedPerSecond;
    long lookedAt;
    boolean looked;

    Limit(long most) {
      this.most = most;
    }
  }

  QueueLimits(TaskQueries queries) {
    this.queries = queries;
  }

  void set(String queue, long most) {
    limits.put(queue, new Limit(most));
  }

  /// Takes note of a submit.
  ///
  /// @throws LovageException `FULL`, with the time after which there should be room; `INVALID` for
  ///   more at once than there ever is room for
  void admit(List<NewTask> tasks) {
    if (limits.isEmpty()) {
      return;
    }
    var byQueue = new ConcurrentHashMap<String, Integer>();
    tasks.forEach(task -> byQueue.merge(task.settings().queue(), 1, Integer::sum));
    byQueue.forEach((queue, count) -> {
      var limit = limits.get(queue);
      if (limit != null) {
        admit(queue, limit, count);
      }
    });
  }

  private void admit(String queue, Limit limit, int count) {
    if (count > limit.most) { // To wait would not help.
      throw Checks.invalid(
          "queue",
          queue + " takes " + limit.most + " tasks, not " + count + "; submit fewer at once");
    }
    synchronized (limit) {
      if (!limit.looked || System.nanoTime() - limit.lookedAt >= LOOK_NANOS) {
        look(queue, limit);
      }
      long over = limit.waiting + limit.submitted + count - limit.most;
      if (over > 0) {
        throw new LovageException(
            ErrorCode.FULL,
            "queue: "
                + queue
                + " has "
                + (limit.waiting + limit.submitted)
                + " tasks and takes "
                + limit.most
                + "; submit again later",
            null,
            wait(limit, over));
      }
      limit.submitted += count;
    }
  }

  private void look(String queue, Limit limit) {
    long waiting =
        queries.queues().stream()
            .filter(status -> status.queue().equals(queue))
            .flatMap(status -> status.counts().entrySet().stream())
            .filter(entry -> entry.getKey() != TaskState.RUNNING)
            .mapToLong(Map.Entry::getValue)
            .sum();
    long now = System.nanoTime();
    if (limit.looked) {
      double seconds = (now - limit.lookedAt) / 1e9;
      double ended = Math.max(0, limit.waiting + limit.submitted - waiting) / seconds;
      limit.endedPerSecond =
          limit.endedPerSecond == 0
              ? ended
              : limit.endedPerSecond + WEIGHT * (ended - limit.endedPerSecond);
    }
    limit.waiting = waiting;
    limit.submitted = 0;
    limit.lookedAt = now;
    limit.looked = true;
  }

  /// As long as it takes, at the rate of late, until there is room.
  private static Duration wait(Limit limit, long over) {
    if (limit.endedPerSecond <= 0) {
      return LEAST_WAIT;
    }
    var wait = Duration.ofMillis((long) Math.min(1e9, 1_000 * over / limit.endedPerSecond));
    return wait.compareTo(LEAST_WAIT) < 0
        ? LEAST_WAIT
        : wait.compareTo(MOST_WAIT) > 0 ? MOST_WAIT : wait;
  }
}
