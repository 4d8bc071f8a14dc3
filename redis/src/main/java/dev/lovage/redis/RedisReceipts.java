// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lovage.LovageException;
import dev.lovage.celery.CeleryMessage;
import dev.lovage.celery.KombuEnvelope;
import dev.lovage.celery.ReadMessage;
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
import java.util.stream.IntStream;
import tools.jackson.databind.node.JsonNodeFactory;

/// Takes messages into holding and reads what the script tells of them.
final class RedisReceipts {

  private static final RedisScript RECEIVE = RedisScript.ofHolding("receive");
  private static final String STEPS = "0,3,6,9";
  private static final int MANY = 64;
  private static final int MOST_UNANSWERED = 100;
  private static final String LOST = "lovage_lost";

  private final RedisLink link;
  private final RedisKeys keys;
  private final RedisClock clock;
  private final String name = UUID.randomUUID().toString();
  private final AtomicLong calls = new AtomicLong();
  private final Set<String> unanswered = ConcurrentHashMap.newKeySet();

  /// What came.
  ///
  /// @param counts how many by queue, the unreadable ones included
  record Got(Received received, List<Rejection> unreadable, Map<String, Integer> counts) {}

  RedisReceipts(RedisLink link, RedisKeys keys, RedisClock clock) {
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
    for (var wish : queues) {
      scriptKeys.add(keys.queue(wish.queue()));
      scriptKeys.add(keys.delayed(wish.queue()));
      scriptKeys.add(keys.rejected(wish.queue()));
      arguments.add(Integer.toString(wish.limit()).getBytes(UTF_8));
    }
    return read(queues, token, (List<?>) run(token, scriptKeys, arguments));
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

  private static Got read(List<QueueLimit> queues, String token, List<?> answer) {
    var at = RedisClock.instant((byte[]) answer.get(0));
    var until = RedisClock.instant((byte[]) answer.get(1));
    var next = (byte[]) answer.get(2);
    var deliveries = new ArrayList<Delivery>(answer.size() / 4);
    var unreadable = new ArrayList<Rejection>();
    var counts = new HashMap<String, Integer>();
    var read = readAll(answer);
    for (int i = 3; i < answer.size(); i += 4) {
      var queue = queues.get(((Long) answer.get(i)).intValue()).queue();
      counts.merge(queue, 1, Integer::sum);
      var receipt = text(answer, i + 1) + "\n" + text(answer, i + 2) + "\n" + token;
      switch (read.get(i / 4)) {
        case CeleryMessage message -> deliveries.add(delivery(queue, message, receipt, until));
        case Refused(var reason, var _, var _) ->
            unreadable.add(new Rejection(nothing(queue, receipt, until), reason));
      }
    }
    var wait = next.length == 0 ? null : Duration.between(at, RedisClock.instant(next));
    return new Got(new Received(deliveries, at, wait), unreadable, counts);
  }

  /// Long lists are read by all cores: while they are read the server has nothing to do.
  private static List<ReadMessage> readAll(List<?> answer) {
    int count = (answer.size() - 3) / 4;
    var places = IntStream.range(0, count);
    return (count < MANY ? places : places.parallel())
        .mapToObj(i -> KombuEnvelope.read((byte[]) answer.get(6 + 4 * i)))
        .toList();
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
