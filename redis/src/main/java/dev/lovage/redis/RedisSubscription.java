// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import dev.lovage.LovageException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.JedisPubSub;

/// Hears what is told by channels, over a connection of its own, which is made again when it
/// breaks. What is told meanwhile is not heard. Safe for use from any thread.
final class RedisSubscription implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RedisSubscription.class);
  private static final long AGAIN_NANOS = Duration.ofMillis(200).toNanos();
  private static final long PING_NANOS = Duration.ofSeconds(1).toNanos();

  private final RedisLink link;
  private final String[] patterns;
  private volatile @Nullable Connection open;
  private volatile boolean closed;

  /// Is told by the thread that reads, so it must not block.
  interface Hearer {

    /// A pattern or a channel is listened to, for the first time or after a break.
    void listening(String name);

    /// What this throws is logged, and the next message heard.
    void heard(String channel, String text);
  }

  /// @param patterns of channels that are listened to all the time, at least one: a connection that
  ///   listens to nothing ends
  RedisSubscription(RedisLink link, String... patterns) {
    this.link = link;
    this.patterns = patterns;
  }

  /// @param name of the threads
  void start(String name, Hearer hearer) {
    Thread.ofVirtual().name(name).start(() -> listen(hearer));
    Thread.ofVirtual().name(name + "-ping").start(this::ping);
  }

  /// Listens to one more channel, as long as this connection lasts: [Hearer#listening] of a pattern
  /// is the moment to ask again.
  void add(String channel) {
    tell(connection -> connection.subscribe(channel));
  }

  void remove(String channel) {
    tell(connection -> connection.unsubscribe(channel));
  }

  @Override
  public void close() {
    closed = true;
    tell(Connection::end);
  }

  private boolean isOver() {
    return closed || link.isClosed();
  }

  private void listen(Hearer hearer) {
    while (!isOver()) {
      var next = new Connection(hearer);
      open = next;
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
      tell(Connection::ping);
    }
  }

  private void tell(Consumer<Connection> call) {
    var connection = open;
    if (connection != null) {
      connection.tell(call);
    }
  }

  private final class Connection extends JedisPubSub {
    private final Hearer hearer;
    private boolean ended;

    Connection(Hearer hearer) {
      this.hearer = hearer;
    }

    synchronized void tell(Consumer<Connection> call) {
      if (!isSubscribed() || ended) {
        return;
      }
      try {
        call.accept(this);
      } catch (RuntimeException e) {
        log.debug("a connection broke", e); // and is made again by the thread that reads
      }
    }

    /// When the last pattern is let go, the connection goes back to the pool: an answer to anything
    /// that is said after it would be taken by whoever has it next.
    private void end() {
      ended = true;
      unsubscribe();
      punsubscribe();
    }

    @Override
    public void onPSubscribe(String pattern, int count) {
      hearer.listening(pattern);
      if (closed) {
        tell(Connection::end);
      }
    }

    @Override
    public void onSubscribe(String channel, int count) {
      hearer.listening(channel);
    }

    @Override
    public void onPMessage(String pattern, String channel, String text) {
      onMessage(channel, text);
    }

    @Override
    public void onMessage(String channel, String text) {
      try {
        hearer.heard(channel, text);
      } catch (RuntimeException e) {
        log.warn("could not do with a message on {} what is to be done", channel, e);
      }
    }
  }
}
