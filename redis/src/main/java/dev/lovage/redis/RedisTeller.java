// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import dev.lovage.LovageException;
import dev.lovage.celery.CeleryEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings events to whoever listens, from a thread of its own: who has something to tell only puts
/// it down. While the server is away ten thousand are kept, the rest is dropped and counted.
final class RedisTeller implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RedisTeller.class);
  private static final int MOST = 10_000;
  private static final long AGAIN_NANOS = Duration.ofMillis(200).toNanos();
  private static final long LAST_MILLIS = 2_000;
  private static final String SENT = "task-sent";

  private final RedisChannels channels;
  private final LinkedBlockingQueue<Supplier<CeleryEvent>> waiting =
      new LinkedBlockingQueue<>(MOST);
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile boolean closing;
  private volatile Thread thread = Thread.ofVirtual().unstarted(() -> {});

  RedisTeller(RedisChannels channels) {
    this.channels = channels;
  }

  void tell(Supplier<CeleryEvent> event) {
    if (closing || !waiting.offer(event)) {
      dropped.incrementAndGet();
    } else if (started.compareAndSet(false, true)) {
      thread = Thread.ofVirtual().name("lovage-redis-events").start(this::work);
    }
  }

  private void work() {
    while (!closing || !waiting.isEmpty()) {
      try {
        var batch = new ArrayList<Supplier<CeleryEvent>>();
        batch.add(waiting.take());
        waiting.drainTo(batch, CeleryEvent.MAX_BATCH - 1);
        tellAll(batch.stream().map(Supplier::get).toList());
      } catch (InterruptedException e) {
        // close() wants this thread to look.
      } catch (RuntimeException e) {
        log.warn("an event could not be told", e);
      }
    }
  }

  /// In the order in which they came; task events that follow one another go as one.
  private void tellAll(List<CeleryEvent> events) {
    int from = 0;
    while (from < events.size()) {
      int to = from + 1;
      while (to < events.size() && isBatched(events.get(from)) && isBatched(events.get(to))) {
        to++;
      }
      insist(events.subList(from, to));
      from = to;
    }
  }

  private static boolean isBatched(CeleryEvent event) {
    return event.isTask() && !event.type().equals(SENT);
  }

  private void insist(List<CeleryEvent> events) {
    while (true) {
      try {
        if (isBatched(events.getFirst())) {
          channels.event(CeleryEvent.writeAll(events), CeleryEvent.MULTI);
        } else {
          channels.event(events.getFirst().write(), events.getFirst().routingKey());
        }
        break;
      } catch (LovageException e) {
        if (closing || !e.isTransient()) {
          dropped.addAndGet(events.size());
          return;
        }
        LockSupport.parkNanos(this, AGAIN_NANOS);
      }
    }
    long lost = dropped.getAndSet(0);
    if (lost > 0) {
      log.warn("{} events were dropped while Redis was away or too slow", lost);
    }
  }

  /// What waits is told, unless the server is away.
  @Override
  public void close() {
    closing = true;
    if (started.get()) {
      thread.interrupt();
      try {
        var _ = thread.join(Duration.ofMillis(LAST_MILLIS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
