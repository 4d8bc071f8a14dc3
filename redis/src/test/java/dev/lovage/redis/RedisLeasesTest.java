// SPDX-License-Identifier: Apache-2.0
package dev.lovage.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.spi.Delivery;
import dev.lovage.spi.LeaseRequest.QueueLimit;
import dev.lovage.spi.Message;
import dev.lovage.spi.Outgoing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import tools.jackson.databind.node.JsonNodeFactory;

/// When what a worker holds is in kombu's record, and that nothing of Lovage's own stays behind.
@Tag("server")
class RedisLeasesTest {

  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final int FEW = 3;

  private RedisHarness harness;
  private RedisClient redis;

  @BeforeEach
  void open() {
    harness = new RedisHarness("&unacked=" + FEW);
    redis = RedisHarness.client();
  }

  @AfterEach
  void close() {
    redis.close();
    harness.close();
  }

  private List<Delivery> receive(int count) {
    var messages =
        IntStream.range(0, count)
            .mapToObj(i -> new Outgoing("q", message(Integer.toString(i))))
            .toList();
    harness.engine().broker().send(messages);
    return look(count);
  }

  private List<Delivery> look(int limit) {
    return harness
        .engine()
        .broker()
        .receive(List.of(new QueueLimit("q", limit)), LEASE)
        .deliveries();
  }

  private static Message message(String body) {
    var json = JsonNodeFactory.instance;
    return new Message(
        json.objectNode(),
        json.objectNode(),
        "application/json",
        "utf-8",
        body.getBytes(StandardCharsets.UTF_8));
  }

  private long recorded() {
    long index = redis.zcard(harness.key("unacked_index"));
    assertThat(redis.hlen(harness.key("unacked"))).isEqualTo(index);
    return index;
  }

  private void assertNothingStays() {
    assertThat(recorded()).isZero();
    assertThat(redis.keys(harness.key("lovage.leases*"))).isEmpty();
  }

  @Test
  void few_are_in_kombus_record_at_once() {
    var few = receive(FEW);

    assertThat(recorded()).isEqualTo(FEW);
    assertThat(redis.hvals(harness.key("unacked")))
        .allSatisfy(value -> assertThat(value).startsWith("[{").endsWith(",\"\",\"q\"]"));
    assertThat(harness.engine().broker().ack(few)).isEmpty();
    assertNothingStays();
  }

  @Test
  void of_many_what_is_not_over_comes_there_with_a_heartbeat() {
    var many = receive(FEW + 2);
    assertThat(recorded()).isZero();
    assertThat(harness.engine().broker().ack(many.subList(0, 2))).isEmpty();

    assertThat(harness.engine().broker().extend(many.subList(2, 4), LEASE)).isEmpty();

    assertThat(recorded()).isEqualTo(2);
    assertThat(harness.engine().broker().ack(many.subList(2, 5))).isEmpty();
    assertNothingStays();
  }

  @Test
  void what_is_left_of_many_comes_back_in_its_order() {
    var many = receive(6);
    assertThat(harness.engine().broker().ack(List.of(many.get(1), many.get(4)))).isEmpty();
    harness.advance(LEASE);

    var again = look(10);

    assertThat(again)
        .extracting(d -> new String(d.message().body(), StandardCharsets.UTF_8))
        .containsExactly("0", "2", "3", "5");
    assertThat(again).allSatisfy(d -> assertThat(d.lost()).isEqualTo(1));
    assertThat(harness.engine().broker().ack(many)).hasSize(6);
    assertThat(harness.engine().broker().ack(again)).isEmpty();
    assertNothingStays();
  }

  @Test
  void what_is_no_message_stays_out_of_kombus_record() {
    redis.lpush(harness.key("q"), "{\"delivery_info\"", "[]", "7");

    assertThat(receive(1)).isEmpty();

    assertThat(recorded()).isZero();
    assertThat(look(5)).hasSize(1);
    assertThat(harness.engine().broker().rejected("q", 10)).hasSize(3);
    assertThat(recorded()).isEqualTo(1);
  }

  @Test
  void a_stalled_worker_does_not_take_away_what_python_has_received_since() {
    var stalled = receive(1);
    var tag = redis.hkeys(harness.key("unacked")).iterator().next();
    // As a Python worker restores and receives: under the tag that the sender gave.
    redis.hdel(harness.key("unacked"), tag);
    redis.zrem(harness.key("unacked_index"), tag);
    redis.hset(harness.key("unacked"), "senders-tag", "[{},\"\",\"q\"]");
    redis.zadd(harness.key("unacked_index"), 1, "senders-tag");

    harness.engine().broker().ack(stalled);

    assertThat(redis.hkeys(harness.key("unacked"))).containsExactly("senders-tag");
  }
}
