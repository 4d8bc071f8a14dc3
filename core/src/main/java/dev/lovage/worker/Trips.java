// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.spi.LeaseRequest.QueueLimit;
import dev.lovage.spi.Settled;
import dev.lovage.spi.Settlement;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The round trips to a source that are under way. Where one at a time will do, it is made on the
/// dispatcher's own thread; else there are threads for them, so that one is prepared here while
/// another is carried out there. Used by the dispatcher's thread, but for [#areWorth].
final class Trips implements AutoCloseable {

  /// A further trip costs a commit, so a few tasks wait for the one that is under way.
  private static final int WORTH = 64;

  /// For the results of a few tasks somebody may wait, and to hand them to another thread costs
  /// time.
  private static final int FEW = 16;

  private final TaskSource source;
  private final int most;
  private final Runnable landed;
  private final @Nullable ExecutorService threads;
  private final ConcurrentLinkedQueue<Trip> done = new ConcurrentLinkedQueue<>();
  private final AtomicInteger underWay = new AtomicInteger();

  /// One that has been made.
  ///
  /// @param settled null if it failed
  /// @param failure null if it did not
  record Trip(
      List<Settlement> settlements,
      List<QueueLimit> wishes,
      @Nullable Settled settled,
      @Nullable Throwable failure) {}

  /// @param landed is called by another thread when a trip is over
  Trips(TaskSource source, Runnable landed) {
    this.source = source;
    this.most = source.tripsAtATime();
    this.landed = landed;
    this.threads =
        most == 1
            ? null
            : Executors.newFixedThreadPool(
                most, Thread.ofPlatform().daemon().name("lovage-trip-", 1).factory());
  }

  /// Whether a trip should be begun now.
  boolean isTimeFor(int settlements, List<QueueLimit> wishes) {
    return areWorth(settlements + wishes.stream().mapToInt(QueueLimit::limit).sum());
  }

  /// Whether a trip should be begun for so many tasks now. May be asked by any thread: what it is
  /// refused for is seen when the next trip is over.
  boolean areWorth(int tasks) {
    int now = underWay.get();
    return now == 0 ? tasks > 0 : now < most && tasks >= WORTH;
  }

  void begin(List<Settlement> settlements, List<QueueLimit> wishes) {
    boolean first = underWay.getAndIncrement() == 0;
    if (threads == null || (first && settlements.size() < FEW)) {
      done.add(made(settlements, wishes));
    } else {
      threads.execute(() -> {
        done.add(made(settlements, wishes));
        landed.run();
      });
    }
  }

  private Trip made(List<Settlement> settlements, List<QueueLimit> wishes) {
    try {
      return new Trip(settlements, wishes, source.turn(settlements, wishes), null);
    } catch (RuntimeException | Error e) {
      return new Trip(settlements, wishes, null, e);
    }
  }

  /// The next one that is over, or null.
  @Nullable Trip next() {
    var trip = done.poll();
    if (trip != null) {
      underWay.decrementAndGet();
    }
    return trip;
  }

  boolean isIdle() {
    return underWay.get() == 0;
  }

  @Override
  public void close() {
    if (threads != null) {
      threads.shutdown();
    }
  }
}
