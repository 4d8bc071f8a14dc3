// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lovage.LovageException;
import dev.lovage.TaskId;
import dev.lovage.celery.CeleryEvent;
import dev.lovage.celery.CeleryMessage;
import dev.lovage.celery.KombuEnvelope;
import dev.lovage.celery.TaskSightings;
import dev.lovage.spi.HeardTask;
import dev.lovage.spi.TaskWatch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.JedisPubSub;

/// Listens to events of tasks from the first time that somebody wants to know. What is told while
/// the connection is broken is not heard.
final class RedisWatch implements TaskWatch, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RedisWatch.class);
  private static final long AGAIN_NANOS = Duration.ofMillis(200).toNanos();
  private static final long FIRST_MILLIS = 1_000;
  private static final String TASKS = "task.*";

  private final RedisLink link;
  private final RedisChannels channels;
  private final RedisRemote remote;
  private final TaskSightings sightings;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch listening = new CountDownLatch(1);
  private volatile @Nullable Subscription subscription;
  private volatile boolean closed;

  RedisWatch(RedisLink link, RedisChannels channels, RedisRemote remote, InstantSource time) {
    this.link = link;
    this.channels = channels;
    this.remote = remote;
    this.sightings = new TaskSightings(time);
  }

  @Override
  public List<HeardTask> tasks() {
    if (begun.compareAndSet(false, true)) {
      Thread.ofVirtual().name("lovage-redis-watch").start(this::listen);
      awaitListening();
    }
    sightings.answered(remote.answers(TaskSightings.QUESTIONS));
    return sightings.all();
  }

  @Override
  public Optional<HeardTask> find(TaskId id) {
    return sightings.find(id);
  }

  private void awaitListening() {
    try {
      if (!listening.await(FIRST_MILLIS, TimeUnit.MILLISECONDS)) {
        log.info("events of tasks can't be heard yet");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen() {
    while (!closed && !link.isClosed()) {
      var next = new Subscription();
      subscription = next;
      try {
        var _ =
            link.once(redis -> {
              redis.psubscribe(next, channels.events(TASKS));
              return true;
            });
      } catch (LovageException e) {
        LockSupport.parkNanos(this, AGAIN_NANOS);
      }
    }
  }

  private final class Subscription extends JedisPubSub {

    @Override
    public void onPSubscribe(String pattern, int count) {
      listening.countDown();
      if (closed) {
        punsubscribe();
      }
    }

    /// Whatever somebody has told, the next one is heard.
    @Override
    public void onPMessage(String pattern, String channel, String text) {
      try {
        if (KombuEnvelope.read(text.getBytes(UTF_8)) instanceof CeleryMessage message) {
          CeleryEvent.read(message).forEach(sightings::heard);
        }
      } catch (RuntimeException e) {
        log.warn("an event on {} could not be read", channel, e);
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
