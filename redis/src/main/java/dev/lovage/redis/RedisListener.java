// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lovage.LovageException;
import dev.lovage.celery.CeleryMessage;
import dev.lovage.celery.KombuEnvelope;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.JedisPubSub;

/// Hears messages that are told by channels, over a connection of its own, which is made again when
/// it breaks. What is told meanwhile is not heard.
final class RedisListener implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RedisListener.class);
  private static final long AGAIN_NANOS = Duration.ofMillis(200).toNanos();
  private static final long PING_NANOS = Duration.ofSeconds(1).toNanos();

  private final RedisLink link;
  private final String[] patterns;
  private volatile @Nullable Subscription subscription;
  private volatile boolean closed;

  /// @param patterns of channels
  RedisListener(RedisLink link, String... patterns) {
    this.link = link;
    this.patterns = patterns;
  }

  /// @param name of the threads
  /// @param listening told of each pattern when it is listened to, also again; must not block
  /// @param heard takes each message with its channel; what it throws is logged
  void start(String name, Consumer<String> listening, BiConsumer<String, CeleryMessage> heard) {
    Thread.ofVirtual().name(name).start(() -> listen(listening, heard));
    Thread.ofVirtual().name(name + "-ping").start(this::ping);
  }

  private boolean isOver() {
    return closed || link.isClosed();
  }

  private void listen(Consumer<String> listening, BiConsumer<String, CeleryMessage> heard) {
    while (!isOver()) {
      var next = new Subscription(listening, heard);
      subscription = next;
      try {
        var _ =
            link.once(redis -> {
              redis.psubscribe(next, patterns);
              return true;
            });
      } catch (LovageException e) {
        LockSupport.parkNanos(this, AGAIN_NANOS);
      }
    }
  }

  /// Silence would be taken for a connection that is dead.
  private void ping() {
    while (!isOver()) {
      LockSupport.parkNanos(this, PING_NANOS);
      var open = subscription;
      if (open != null && open.isSubscribed()) {
        try {
          open.ping();
        } catch (RuntimeException e) {
          log.debug("a connection broke", e); // and is made again by the one who listens
        }
      }
    }
  }

  private final class Subscription extends JedisPubSub {
    private final Consumer<String> listening;
    private final BiConsumer<String, CeleryMessage> heard;

    Subscription(Consumer<String> listening, BiConsumer<String, CeleryMessage> heard) {
      this.listening = listening;
      this.heard = heard;
    }

    @Override
    public void onPSubscribe(String pattern, int count) {
      listening.accept(pattern);
      if (closed) {
        punsubscribe();
      }
    }

    /// Whatever somebody has told, the next one is heard.
    @Override
    public void onPMessage(String pattern, String channel, String text) {
      try {
        if (KombuEnvelope.read(text.getBytes(UTF_8)) instanceof CeleryMessage message) {
          heard.accept(channel, message);
        } else {
          log.debug("heard something on {} that is no message", channel);
        }
      } catch (RuntimeException e) {
        log.warn("could not do with a message on {} what is to be done", channel, e);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    var open = subscription;
    if (open != null) {
      try {
        open.punsubscribe();
      } catch (RuntimeException e) {
        log.debug("had no connection when it was closed", e);
      }
    }
  }
}
