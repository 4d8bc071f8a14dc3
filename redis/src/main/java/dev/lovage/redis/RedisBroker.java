// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lovage.spi.Broker;
import dev.lovage.spi.BrokerFeature;
import dev.lovage.spi.Delivery;
import dev.lovage.spi.LeaseRequest.QueueLimit;
import dev.lovage.spi.Outgoing;
import dev.lovage.spi.Received;
import dev.lovage.spi.Rejected;
import dev.lovage.spi.Rejection;
import dev.lovage.spi.Release;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Queues in kombu's lists, with kombu's record of what is held, so that Celery's workers and
/// clients share them; beside it, leases of Lovage's own, which run out within seconds and not
/// within an hour.
final class RedisBroker implements Broker, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RedisBroker.class);

  /// A script holds up the whole server while it runs.
  private static final int MOST_AT_ONCE = 500;

  private static final RedisScript EXTEND = RedisScript.ofHolding("extend");
  private static final RedisScript ACK = RedisScript.ofHolding("ack");
  private static final RedisScript RELEASE = RedisScript.ofHolding("release");
  private static final RedisScript REJECT = RedisScript.ofHolding("reject");

  private final RedisLink link;
  private final RedisKeys keys;
  private final RedisClock clock;
  private final RedisSends sends;
  private final Consumer<List<Outgoing>> sent;
  private final RedisReceiver receiver;
  private final RedisBell bell;
  private final RedisQueues queues;

  private RedisBroker(
      RedisLink link,
      RedisKeys keys,
      RedisClock clock,
      RedisSends sends,
      Consumer<List<Outgoing>> sent,
      RedisReceiver receiver,
      RedisBell bell) {
    this.link = link;
    this.keys = keys;
    this.clock = clock;
    this.sends = sends;
    this.sent = sent;
    this.receiver = receiver;
    this.bell = bell;
    this.queues = new RedisQueues(link, keys);
  }

  /// Opens the broker.
  ///
  /// @param sent told of what was sent
  static RedisBroker open(
      RedisLink link, RedisUrl url, RedisClock clock, Consumer<List<Outgoing>> sent) {
    var keys = url.keys();
    return new RedisBroker(
        link,
        keys,
        clock,
        RedisSends.open(link, keys),
        sent,
        new RedisReceiver(link, keys, clock, url.unacked()),
        new RedisBell(link, keys));
  }

  @Override
  public Set<BrokerFeature> features() {
    return EnumSet.allOf(BrokerFeature.class);
  }

  @Override
  public void send(List<Outgoing> messages) {
    if (!messages.isEmpty()) {
      sends.send(messages);
      sent.accept(messages);
    }
  }

  @Override
  public Received receive(List<QueueLimit> queues, Duration lease) {
    var deliveries = new ArrayList<Delivery>();
    var wanted = queues;
    while (true) {
      var now = wanted.stream().map(q -> atOnce(q)).toList();
      var got = receiver.receive(now, lease);
      refuse(got.unreadable());
      deliveries.addAll(got.received().deliveries());
      wanted = left(wanted, now, got);
      if (wanted.isEmpty()) {
        bell.looked(queues);
        return new Received(deliveries, got.received().at(), got.received().next());
      }
    }
  }

  private static QueueLimit atOnce(QueueLimit wish) {
    return new QueueLimit(wish.queue(), Math.min(wish.limit(), MOST_AT_ONCE));
  }

  /// Those of which there may be more.
  private static List<QueueLimit> left(
      List<QueueLimit> wanted, List<QueueLimit> asked, RedisReceiver.Got got) {
    var left = new ArrayList<QueueLimit>();
    for (int i = 0; i < wanted.size(); i++) {
      var wish = wanted.get(i);
      int limit = asked.get(i).limit();
      int count = got.counts().getOrDefault(wish.queue(), 0);
      if (count >= limit && wish.limit() > limit) {
        left.add(new QueueLimit(wish.queue(), wish.limit() - limit));
      }
    }
    return left;
  }

  private void refuse(List<Rejection> unreadable) {
    if (!unreadable.isEmpty()) {
      unreadable.forEach(
          r -> log.warn("queue {}: a message was rejected: {}", r.delivery().queue(), r.reason()));
      var _ = reject(unreadable);
    }
  }

  @Override
  public Set<String> extend(Collection<Delivery> deliveries, Duration lease) {
    var first = List.of(clock.now(), RedisClock.seconds(lease));
    return lost(EXTEND, first, deliveries.stream().map(Delivery::receipt).toList());
  }

  @Override
  public Set<String> ack(Collection<Delivery> deliveries) {
    return lost(ACK, List.of(clock.now()), deliveries.stream().map(Delivery::receipt).toList());
  }

  private Set<String> lost(RedisScript script, List<byte[]> first, List<String> texts) {
    var all = RedisReceipt.byCalls(texts);
    var lost = new HashSet<String>();
    for (int from = 0; from < all.size(); from += MOST_AT_ONCE) {
      var some = all.subList(from, Math.min(from + MOST_AT_ONCE, all.size()));
      var arguments = new ArrayList<>(first);
      RedisReceipt.addTo(arguments, some);
      var answer = link.call(redis -> script.run(redis, keys.holding(), arguments));
      addLost(some, answer, lost);
    }
    return lost;
  }

  private static void addLost(List<RedisReceipt> receipts, Object answer, Set<String> lost) {
    var held = (List<?>) answer;
    for (int i = 0; i < receipts.size(); i++) {
      if (((Long) held.get(i)) == 0) {
        lost.add(receipts.get(i).text());
      }
    }
  }

  @Override
  public Set<String> release(List<Release> releases) {
    var holding = new ArrayList<>(keys.holding());
    var arguments = new ArrayList<byte[]>(List.of(clock.now()));
    for (var release : releases) {
      holding.add(keys.delayed(release.delivery().queue()));
      addOne(arguments, release.delivery(), RedisClock.seconds(release.delay()));
    }
    var answer = link.call(redis -> RELEASE.run(redis, holding, arguments));
    return lost(releases.stream().map(Release::delivery), answer);
  }

  @Override
  public Set<String> reject(List<Rejection> rejections) {
    var holding = new ArrayList<>(keys.holding());
    var arguments = new ArrayList<byte[]>(List.of(clock.now()));
    for (var rejection : rejections) {
      holding.add(keys.rejected(rejection.delivery().queue()));
      addOne(arguments, rejection.delivery(), rejection.reason().getBytes(UTF_8));
    }
    var answer = link.call(redis -> REJECT.run(redis, holding, arguments));
    return lost(rejections.stream().map(Rejection::delivery), answer);
  }

  private static void addOne(List<byte[]> arguments, Delivery delivery, byte[] what) {
    var receipt = RedisReceipt.of(delivery.receipt());
    arguments.add(receipt.lease().getBytes(UTF_8));
    arguments.add(receipt.position().getBytes(UTF_8));
    arguments.add(what);
  }

  private static Set<String> lost(Stream<Delivery> deliveries, Object answer) {
    var lost = new HashSet<String>();
    addLost(deliveries.map(d -> RedisReceipt.of(d.receipt())).toList(), answer, lost);
    return lost;
  }

  @Override
  public List<Rejected> rejected(String queue, int limit) {
    return queues.rejected(queue, limit);
  }

  @Override
  public Map<String, Long> waiting(Collection<String> names) {
    return queues.waiting(names);
  }

  @Override
  public AutoCloseable listen(Collection<String> queues, Runnable ready) {
    return bell.listen(queues, ready);
  }

  @Override
  public void close() {
    sends.close();
  }
}
