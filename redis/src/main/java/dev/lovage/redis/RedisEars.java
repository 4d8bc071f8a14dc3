// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import dev.lovage.LovageException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisPubSub;

/// Waits for results: one subscription connection for all of a process. Who waits is subscribed
/// first and looks then, so that nothing falls between the two; and looks once a second, in case
/// the connection broke. After that all channels are subscribed again.
final class RedisEars implements AutoCloseable {

  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long AWAY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /// A connection that is subscribed to nothing ends.
  private static final String ALWAYS = "lovage.ears";

  private final RedisLink link;
  private final ConcurrentHashMap<String, Set<Waiter>> waiting = new ConcurrentHashMap<>();
  private @Nullable Subscription subscription;
  private boolean started;

  /// One who waits, and what was said to him.
  private static final class Waiter {
    final LinkedBlockingQueue<Optional<String>> said = new LinkedBlockingQueue<>();
  }

  RedisEars(RedisLink link) {
    this.link = link;
  }

  Optional<String> await(String channel, Predicate<String> wanted, Duration timeout)
      throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    var there = look(channel, wanted);
    if (there.isPresent() || timeout.isZero()) {
      return there;
    }
    var waiter = new Waiter();
    enter(channel, waiter);
    try {
      while (true) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return look(channel, wanted);
        }
        // Empty for the subscription itself and after a second: then it is time to look.
        var said = waiter.said.poll(Math.min(left, LOOK_NANOS), TimeUnit.NANOSECONDS);
        var found = said == null || said.isEmpty() ? look(channel, wanted) : said.filter(wanted);
        if (found.isPresent()) {
          return found;
        }
      }
    } finally {
      leave(channel, waiter);
    }
  }

  private Optional<String> look(String channel, Predicate<String> wanted) {
    return Optional.ofNullable(link.patiently(redis -> redis.get(channel))).filter(wanted);
  }

  private synchronized void enter(String channel, Waiter waiter) {
    if (!started) {
      started = true;
      Thread.ofVirtual().name("lovage-redis-ears").start(this::listen);
    }
    boolean first = !waiting.containsKey(channel);
    waiting.computeIfAbsent(channel, _ -> ConcurrentHashMap.newKeySet()).add(waiter);
    var open = subscription;
    if (!first) {
      // Subscribed by somebody else, or about to be; to look does no harm.
      waiter.said.add(Optional.empty());
    } else if (open != null) {
      open.tell(() -> open.subscribe(channel));
    }
  }

  private synchronized void leave(String channel, Waiter waiter) {
    var others = waiting.get(channel);
    if (others != null && others.remove(waiter) && others.isEmpty()) {
      waiting.remove(channel);
      var open = subscription;
      if (open != null) {
        open.tell(() -> open.unsubscribe(channel));
      }
    }
  }

  /// A subscription that nobody has spoken to for a few seconds ends too; the next one is made at
  /// once.
  private void listen() {
    while (!link.isClosed()) {
      var next = new Subscription();
      try {
        var _ =
            link.once(redis -> {
              redis.subscribe(next, ALWAYS);
              return true;
            });
      } catch (LovageException e) {
        if (!next.opened) {
          LockSupport.parkNanos(this, AWAY_NANOS);
        }
      } finally {
        synchronized (this) {
          subscription = null;
        }
      }
    }
  }

  private synchronized void opened(Subscription next) {
    subscription = next;
    waiting.keySet().forEach(channel -> next.tell(() -> next.subscribe(channel)));
  }

  private void said(String channel, Optional<String> text) {
    waiting.getOrDefault(channel, Set.of()).forEach(waiter -> waiter.said.add(text));
  }

  private final class Subscription extends JedisPubSub {
    volatile boolean opened;

    /// Whatever breaks here is noticed by the thread that listens.
    void tell(Runnable call) {
      try {
        call.run();
      } catch (RuntimeException e) {
        // It is subscribed again when the connection is back.
      }
    }

    @Override
    public void onSubscribe(String channel, int count) {
      if (channel.equals(ALWAYS)) {
        opened = true;
        opened(this);
      } else {
        said(channel, Optional.empty());
      }
    }

    @Override
    public void onMessage(String channel, String text) {
      said(channel, Optional.of(text));
    }
  }

  @Override
  public synchronized void close() {
    var open = subscription;
    if (open != null) {
      open.tell(open::unsubscribe);
    }
  }
}
