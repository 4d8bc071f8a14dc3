// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lovage.LovageException;
import dev.lovage.celery.CeleryEvent;
import dev.lovage.celery.CeleryMessage;
import dev.lovage.celery.ControlReply;
import dev.lovage.celery.ControlRequest;
import dev.lovage.celery.KombuEnvelope;
import dev.lovage.celery.WorkerNode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.JedisPubSub;

/// Keeps a worker's node in touch: listens to commands and elections, asks the others what is
/// revoked when it has begun to listen, and lets it tell that it is alive. A connection that breaks
/// is made again.
final class RedisNode {

  private static final Logger log = LoggerFactory.getLogger(RedisNode.class);
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final long AGAIN_NANOS = Duration.ofMillis(200).toNanos();
  private static final String ELECTION = "worker.elect";

  private final String name;
  private final WorkerNode node;
  private final RedisLink link;
  private final RedisChannels channels;
  private final RedisRemote remote;
  private final ScheduledThreadPoolExecutor thread;
  private final CountDownLatch acquainted = new CountDownLatch(1);
  private volatile @Nullable Subscription subscription;
  private volatile boolean closed;

  RedisNode(
      String name, WorkerNode node, RedisLink link, RedisChannels channels, RedisRemote remote) {
    this.name = name;
    this.node = node;
    this.link = link;
    this.channels = channels;
    this.remote = remote;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().daemon().name("lovage-redis-node").factory(),
            new ThreadPoolExecutor.DiscardPolicy());
  }

  /// Returns when the node knows what others know to be revoked, or after a few seconds.
  ///
  /// @param listens whether it takes commands
  void open(boolean listens) {
    if (listens) {
      Thread.ofVirtual().name("lovage-redis-commands").start(this::listen);
      awaitAcquainted();
    }
    // Silence would be taken for a connection that is dead.
    var _ = thread.scheduleAtFixedRate(this::ping, 1, 1, TimeUnit.SECONDS);
    node.online();
    long every = WorkerNode.HEARTBEAT.toMillis();
    var _ = thread.scheduleAtFixedRate(node::heartbeat, every, every, TimeUnit.MILLISECONDS);
  }

  private void awaitAcquainted() {
    try {
      if (!acquainted.await(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        log.info("{}: starts without having heard of the others", name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Also after a connection has broken: meanwhile something may have been revoked.
  private void meet() {
    try {
      remote
          .ask(node.hello(), PATIENCE)
          .forEach((other, answer) -> {
            if (!other.equals(name)) {
              node.learn(answer);
            }
          });
    } catch (LovageException e) {
      log.debug("{}: could not ask the others: {}", name, e.getMessage());
    } finally {
      acquainted.countDown();
    }
  }

  private void listen() {
    while (!closed && !link.isClosed()) {
      var next = new Subscription();
      subscription = next;
      try {
        var _ =
            link.once(redis -> {
              redis.subscribe(next, channels.commands(), channels.events(ELECTION));
              return true;
            });
      } catch (LovageException e) {
        LockSupport.parkNanos(this, AGAIN_NANOS);
      }
    }
  }

  private void ping() {
    var open = subscription;
    if (open != null && open.isSubscribed()) {
      try {
        open.ping();
      } catch (RuntimeException e) {
        log.debug("{}: its connection broke", name, e); // and is made again by who listens
      }
    }
  }

  private void command(CeleryMessage message) {
    var request = ControlRequest.read(message);
    if (request == null) {
      return;
    }
    var answer = node.answer(request);
    var to = request.reply();
    if (answer != null && to != null) {
      channels.reply(new ControlReply(name, answer), to, node.clock().tick());
    }
  }

  private final class Subscription extends JedisPubSub {

    @Override
    public void onSubscribe(String channel, int count) {
      if (channel.equals(channels.commands())) {
        thread.execute(RedisNode.this::meet);
      }
      if (closed) {
        unsubscribe();
      }
    }

    /// Whatever somebody has sent, the next one is heard.
    @Override
    public void onMessage(String channel, String text) {
      try {
        if (!(KombuEnvelope.read(text.getBytes(UTF_8)) instanceof CeleryMessage message)) {
          log.debug("{}: heard something that is no message", name);
        } else if (channel.equals(channels.commands())) {
          node.clock().heard(message.headers().path("clock").asLong(0));
          command(message);
        } else {
          CeleryEvent.read(message).forEach(node::heard);
        }
      } catch (RuntimeException e) {
        log.warn("{}: could not answer what it was asked", name, e);
      }
    }
  }

  void close() {
    closed = true;
    thread.shutdownNow();
    var open = subscription;
    if (open != null) {
      try {
        open.unsubscribe();
      } catch (RuntimeException e) {
        log.debug("{}: had no connection when it left", name, e);
      }
    }
  }
}
