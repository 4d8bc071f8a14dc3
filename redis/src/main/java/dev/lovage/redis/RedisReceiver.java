// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lovage.LovageException;
import dev.lovage.celery.CeleryMessage;
import dev.lovage.celery.KombuEnvelope;
import dev.lovage.celery.Refused;
import dev.lovage.spi.Delivery;
import dev.lovage.spi.LeaseRequest.QueueLimit;
import dev.lovage.spi.Message;
import dev.lovage.spi.Received;
import dev.lovage.spi.Rejection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.node.JsonNodeFactory;

/// Takes messages into holding and reads what the script tells of them.
final class RedisReceiver {

  private static final RedisScript RECEIVE = RedisScript.ofHolding("receive");
  private static final String STEPS = "0,3,6,9";
  private static final int MOST_UNANSWERED = 100;
  private static final String LOST = "lovage_lost";

  private final RedisLink link;
  private final RedisKeys keys;
  private final RedisClock clock;
  private final int few;
  private final String name = UUID.randomUUID().toString();
  private final AtomicLong calls = new AtomicLong();
  private final Set<String> unanswered = ConcurrentHashMap.newKeySet();

  /// What came.
  ///
  /// @param counts how many by queue, the unreadable ones included
  record Got(Received received, List<Rejection> unreadable, Map<String, Integer> counts) {}

  /// @param few how many messages, taken at a time, are in kombu's record at once
  RedisReceiver(RedisLink link, RedisKeys keys, RedisClock clock, int few) {
    this.few = few;
    this.link = link;
    this.keys = keys;
    this.clock = clock;
  }

  /// If the answer is lost, the next call gives back what this one has taken.
  Got receive(List<QueueLimit> queues, Duration lease) {
    var token = name + "-" + calls.incrementAndGet();
    var scriptKeys = new ArrayList<>(keys.holding());
    var arguments = new ArrayList<byte[]>();
    arguments.add(clock.now());
    arguments.add(RedisClock.seconds(lease));
    arguments.add(token.getBytes(UTF_8));
    arguments.add(STEPS.getBytes(UTF_8));
    arguments.add(String.join(",", unanswered).getBytes(UTF_8));
    arguments.add(Integer.toString(few).getBytes(UTF_8));
    for (var wish : queues) {
      scriptKeys.add(keys.queue(wish.queue()));
      scriptKeys.add(keys.delayed(wish.queue()));
      arguments.add(Integer.toString(wish.limit()).getBytes(UTF_8));
    }
    return read(queues, (List<?>) run(token, scriptKeys, arguments));
  }

  private Object run(String token, List<byte[]> scriptKeys, List<byte[]> arguments) {
    var before = List.copyOf(unanswered);
    try {
      var answer = link.once(redis -> RECEIVE.run(redis, scriptKeys, arguments));
      unanswered.removeAll(before);
      return answer;
    } catch (LovageException e) {
      if (e.isTransient() && unanswered.size() < MOST_UNANSWERED) {
        unanswered.add(token);
      }
      throw e;
    }
  }

  private static Got read(List<QueueLimit> queues, List<?> answer) {
    var at = RedisClock.instant((byte[]) answer.get(0));
    var until = RedisClock.instant((byte[]) answer.get(1));
    var next = (byte[]) answer.get(2);
    var deliveries = new ArrayList<Delivery>();
    var unreadable = new ArrayList<Rejection>();
    var counts = new HashMap<String, Integer>();
    for (int i = 3; i < answer.size(); i += 4) {
      var queue = queues.get(((Long) answer.get(i)).intValue()).queue();
      var lease = text(answer, i + 1) + "\n" + text(answer, i + 2);
      var messages = (List<?>) answer.get(i + 3);
      counts.merge(queue, messages.size(), Integer::sum);
      for (int position = 0; position < messages.size(); position++) {
        var receipt = new RedisReceipt(lease, Integer.toString(position)).text();
        switch (KombuEnvelope.read((byte[]) messages.get(position))) {
          case CeleryMessage message -> deliveries.add(delivery(queue, message, receipt, until));
          case Refused(var reason, var _, var _) ->
              unreadable.add(new Rejection(nothing(queue, receipt, until), reason));
        }
      }
    }
    var wait = next.length == 0 ? null : Duration.between(at, RedisClock.instant(next));
    return new Got(new Received(deliveries, at, wait), unreadable, counts);
  }

  private static String text(List<?> answer, int place) {
    return new String((byte[]) answer.get(place), UTF_8);
  }

  private static Delivery delivery(
      String queue, CeleryMessage message, String receipt, Instant until) {
    return new Delivery(
        queue,
        new Message(
            message.headers(),
            message.properties(),
            message.contentType(),
            message.contentEncoding(),
            message.body()),
        receipt,
        message.redelivered(),
        message.headers().path(LOST).asInt(0),
        until);
  }

  private static Delivery nothing(String queue, String receipt, Instant until) {
    var empty = JsonNodeFactory.instance.objectNode();
    return new Delivery(
        queue, new Message(empty, empty, null, null, new byte[0]), receipt, false, 0, until);
  }
}
