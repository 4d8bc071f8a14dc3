// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import dev.lovage.LovageException;
import dev.lovage.celery.CeleryEvent;
import dev.lovage.celery.CeleryMessage;
import dev.lovage.celery.ControlReply;
import dev.lovage.celery.ControlRequest;
import dev.lovage.celery.WorkerNode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a worker's node in touch: listens to commands and elections, asks the others what is
/// revoked when it has begun to listen, and lets it tell that it is alive.
final class RedisNode {

  private static final Logger log = LoggerFactory.getLogger(RedisNode.class);
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final String ELECTION = "worker.elect";

  private final String name;
  private final WorkerNode node;
  private final RedisChannels channels;
  private final RedisRemote remote;
  private final RedisListener listener;
  private final ScheduledThreadPoolExecutor thread;
  private final CountDownLatch acquainted = new CountDownLatch(1);

  RedisNode(
      String name, WorkerNode node, RedisLink link, RedisChannels channels, RedisRemote remote) {
    this.name = name;
    this.node = node;
    this.channels = channels;
    this.remote = remote;
    this.listener = new RedisListener(link, channels.commands(), channels.events(ELECTION));
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
      listener.start("lovage-redis-commands", this::listening, this::heard);
      awaitAcquainted();
    }
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

  private void listening(String channel) {
    if (channel.equals(channels.commands())) {
      thread.execute(this::meet);
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

  private void heard(String channel, CeleryMessage message) {
    if (channel.equals(channels.commands())) {
      node.clock().heard(message.headers().path("clock").asLong(0));
      command(message);
    } else {
      CeleryEvent.read(message).forEach(node::heard);
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

  void close() {
    thread.shutdownNow();
    listener.close();
  }
}
