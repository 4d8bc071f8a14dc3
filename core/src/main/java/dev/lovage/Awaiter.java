// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.SignalListener;
import dev.lovage.spi.TaskLookup.Found;
import dev.lovage.spi.TaskQueries;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Wakes the threads that wait for tasks to end: by the ids in the engine's signals, by one query
/// for all of them when another process wrote, and by a look every second in case a signal was
/// lost.
final class Awaiter implements SignalListener {

  private static final Logger log = LoggerFactory.getLogger(Awaiter.class);
  private static final long POLL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final TaskQueries queries;
  private final ConcurrentHashMap<TaskId, Waiters> waiting = new ConcurrentHashMap<>();
  private final AtomicBoolean looking = new AtomicBoolean();

  /// Those who wait for one task; the last to leave removes the entry.
  private record Waiters(int count, CountDownLatch ended) {}

  Awaiter(TaskQueries queries) {
    this.queries = queries;
  }

  /// Returns the task at its end, or as it is when the time is over.
  Found await(TaskId id, Duration timeout, Supplier<Found> find) throws InterruptedException {
    long start = System.nanoTime();
    long nanos = timeout.toNanos();
    var waiters =
        waiting.compute(
            id,
            (k, old) ->
                old == null
                    ? new Waiters(1, new CountDownLatch(1))
                    : new Waiters(old.count + 1, old.ended));
    try {
      while (true) {
        // The look comes after the registration, so an end in between is seen or signalled.
        var found = find.get();
        long left = nanos - (System.nanoTime() - start);
        if (left <= 0 || found.task().state().isFinal()) {
          return found;
        }
        waiters.ended.await(Math.min(left, POLL_NANOS), TimeUnit.NANOSECONDS);
      }
    } finally {
      waiting.computeIfPresent(
          id, (k, now) -> now.count == 1 ? null : new Waiters(now.count - 1, now.ended));
    }
  }

  @Override
  public void ended(List<TaskId> ids) {
    if (!waiting.isEmpty()) {
      ids.forEach(this::wake);
    }
  }

  @Override
  public void changed() {
    if (!waiting.isEmpty() && looking.compareAndSet(false, true)) {
      Thread.startVirtualThread(this::look);
    }
  }

  private void look() {
    // Cleared first: a change that comes during the look starts another one.
    looking.set(false);
    try {
      queries
          .states(waiting.keySet())
          .forEach((id, state) -> {
            if (state.isFinal()) {
              wake(id);
            }
          });
    } catch (LovageException e) {
      log.debug("could not look for ended tasks; the waiting threads poll: {}", e.getMessage());
    }
  }

  private void wake(TaskId id) {
    var waiters = waiting.get(id);
    if (waiters != null) {
      waiters.ended.countDown();
    }
  }
}
