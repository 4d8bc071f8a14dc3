// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import dev.lovage.LovageException;
import dev.lovage.spi.LeaseRequest.QueueLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.args.ListDirection;

/// Wakes workers when messages come, whoever sends them. To move the first element of a list to
/// where it is changes nothing, and the server lets one wait for it: so who waits learns of a
/// message without taking it. A thread and a connection wait for each list of a queue.
final class RedisBell {

  private static final double WAIT_SECONDS = 1;
  private static final long BUSY_MILLIS = 50;
  private static final long AWAY_NANOS = Duration.ofMillis(200).toNanos();

  private final RedisLink link;
  private final RedisKeys keys;
  private final List<Ringer> ringers = new CopyOnWriteArrayList<>();

  RedisBell(RedisLink link, RedisKeys keys) {
    this.link = link;
    this.keys = keys;
  }

  /// A worker has looked into these queues.
  void looked(List<QueueLimit> queues) {
    for (var ringer : ringers) {
      for (var queue : queues) {
        if (ringer.queue.equals(queue.queue())) {
          ringer.looked.release();
        }
      }
    }
  }

  AutoCloseable listen(Collection<String> queues, Runnable ready) {
    var mine = new ArrayList<Ringer>();
    for (var queue : queues) {
      for (int step : RedisKeys.STEPS) {
        mine.add(new Ringer(queue, keys.list(queue, step), ready));
      }
    }
    ringers.addAll(mine);
    var threads =
        mine.stream()
            .map(ringer -> Thread.ofVirtual().name("lovage-redis-bell").start(ringer::run))
            .toList();
    return () -> {
      ringers.removeAll(mine);
      mine.forEach(ringer -> ringer.closed = true);
      threads.forEach(Thread::interrupt);
    };
  }

  private final class Ringer {
    final String queue;
    final byte[] list;
    final Runnable ready;
    final Semaphore looked = new Semaphore(0);
    volatile boolean closed;

    Ringer(String queue, byte[] list, Runnable ready) {
      this.queue = queue;
      this.list = list;
      this.ready = ready;
    }

    void run() {
      while (!closed && !link.isClosed()) {
        try {
          var first =
              link.once(redis ->
                  redis.blmove(list, list, ListDirection.RIGHT, ListDirection.RIGHT, WAIT_SECONDS));
          if (first != null && !closed) {
            ring();
          }
        } catch (LovageException e) {
          LockSupport.parkNanos(this, AWAY_NANOS);
        } catch (InterruptedException e) {
          return; // closed
        }
      }
    }

    /// Rings, and again only when a worker has looked, or has been busy for a while.
    private void ring() throws InterruptedException {
      looked.drainPermits();
      ready.run();
      var _ = looked.tryAcquire(BUSY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
