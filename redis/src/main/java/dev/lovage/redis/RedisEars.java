// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Waits for results: one subscription for all of a process. Who waits is subscribed first and
/// looks then, so that nothing falls between the two; and looks once a second, in case the
/// connection broke. After that all channels are subscribed again.
final class RedisEars implements AutoCloseable {

  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// Nobody tells anything here.
  private static final String ALWAYS = "lovage.ears";

  private final RedisLink link;
  private final ConcurrentHashMap<String, Set<Waiter>> waiting = new ConcurrentHashMap<>();
  private final RedisSubscription subscription;
  private boolean started;

  /// One who waits, and what was said to him.
  private static final class Waiter {
    final LinkedBlockingQueue<Optional<String>> said = new LinkedBlockingQueue<>();
  }

  RedisEars(RedisLink link) {
    this.link = link;
    this.subscription = new RedisSubscription(link, ALWAYS);
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
      subscription.start("lovage-redis-ears", new Said());
    }
    boolean first = !waiting.containsKey(channel);
    waiting.computeIfAbsent(channel, _ -> ConcurrentHashMap.newKeySet()).add(waiter);
    if (first) {
      subscription.add(channel);
    } else {
      // Subscribed by somebody else, or about to be; to look does no harm.
      waiter.said.add(Optional.empty());
    }
  }

  private synchronized void leave(String channel, Waiter waiter) {
    var others = waiting.get(channel);
    if (others != null && others.remove(waiter) && others.isEmpty()) {
      waiting.remove(channel);
      subscription.remove(channel);
    }
  }

  private synchronized void addAll() {
    waiting.keySet().forEach(subscription::add);
  }

  private void said(String channel, Optional<String> text) {
    waiting.getOrDefault(channel, Set.of()).forEach(waiter -> waiter.said.add(text));
  }

  private final class Said implements RedisSubscription.Hearer {

    @Override
    public void listening(String name) {
      if (name.equals(ALWAYS)) {
        addAll();
      } else {
        said(name, Optional.empty());
      }
    }

    @Override
    public void heard(String channel, String text) {
      said(channel, Optional.of(text));
    }
  }

  @Override
  public void close() {
    subscription.close();
  }
}
