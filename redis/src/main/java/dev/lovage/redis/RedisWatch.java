// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import dev.lovage.TaskId;
import dev.lovage.celery.CeleryEvent;
import dev.lovage.celery.TaskSightings;
import dev.lovage.spi.HeardTask;
import dev.lovage.spi.TaskWatch;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens to events of tasks from the first time that somebody wants to know. What is told while
/// the connection is broken is not heard.
final class RedisWatch implements TaskWatch, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RedisWatch.class);
  private static final long FIRST_MILLIS = 1_000;
  private static final String TASKS = "task.*";

  private final RedisRemote remote;
  private final TaskSightings sightings;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch listening = new CountDownLatch(1);
  private final RedisListener listener;

  RedisWatch(RedisLink link, RedisChannels channels, RedisRemote remote, InstantSource time) {
    this.remote = remote;
    this.sightings = new TaskSightings(time);
    this.listener = new RedisListener(link, channels.events(TASKS));
  }

  @Override
  public List<HeardTask> tasks() {
    if (begun.compareAndSet(false, true)) {
      listener.start(
          "lovage-redis-watch",
          pattern -> listening.countDown(),
          (channel, message) -> CeleryEvent.read(message).forEach(sightings::heard));
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

  @Override
  public void close() {
    listener.close();
  }
}
