// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lovage.celery.CeleryMessage;
import dev.lovage.celery.KombuEnvelope;
import dev.lovage.celery.KombuJson;
import dev.lovage.celery.TaskMessage;
import dev.lovage.spi.Rejected;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.UnifiedJedis;

/// What can be seen of queues without taking anything.
record RedisQueues(RedisLink link, RedisKeys keys) {

  private static final int MOST_SCHEDULED = 500;

  /// How many messages wait, now or until they are due.
  Map<String, Long> waiting(Collection<String> queues) {
    var waiting = new LinkedHashMap<String, Long>();
    for (var queue : queues) {
      waiting.put(queue, link.call(redis -> waiting(redis, queue)));
    }
    return waiting;
  }

  private long waiting(UnifiedJedis redis, String queue) {
    long count = redis.zcard(keys.delayed(queue));
    for (int step : RedisKeys.STEPS) {
      count += redis.llen(keys.list(queue, step));
    }
    return count;
  }

  /// Tasks that are due later, of each queue the first ones.
  List<TaskMessage> scheduled(List<String> queues) {
    var tasks = new ArrayList<TaskMessage>();
    for (var queue : queues) {
      for (var member : link.call(redis -> redis.zrange(keys.delayed(queue), 0, MOST_SCHEDULED))) {
        // The list that it goes to when it is due stands before it.
        var text = new String(member, UTF_8);
        var element = text.substring(text.indexOf('\n') + 1).getBytes(UTF_8);
        if (KombuEnvelope.read(element) instanceof CeleryMessage message
            && TaskMessage.read(message) instanceof TaskMessage task) {
          tasks.add(task);
        }
      }
    }
    return tasks;
  }

  /// What nobody could run, newest first.
  List<Rejected> rejected(String queue, int limit) {
    var kept = link.call(redis -> redis.lrange(keys.rejected(queue), 0, limit - 1L));
    return kept.stream().map(entry -> rejected(queue, entry)).toList();
  }

  private static Rejected rejected(String queue, byte[] entry) {
    var json = KombuJson.read(entry);
    if (json == null) { // It held bytes that are no text.
      var text = new String(entry, UTF_8);
      return new Rejected(queue, Instant.EPOCH, "message: is not text", text);
    }
    return new Rejected(
        queue,
        RedisClock.instant(json.path("at").asString("0").getBytes(UTF_8)),
        json.path("reason").asString(""),
        json.path("message").asString(""));
  }
}
