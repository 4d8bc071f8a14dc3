// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.spi.BrokerFeature;
import dev.lovage.spi.Delivery;
import dev.lovage.spi.LeaseRequest.QueueLimit;
import dev.lovage.spi.Outgoing;
import dev.lovage.spi.Rejection;
import dev.lovage.spi.Release;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every broker keeps to, whatever it is made of. What it declares works; what it does not
/// declare is refused.
public abstract class BrokerContract extends BrokerCalls {

  @Test
  void a_message_arrives_as_it_was_sent() {
    send("ä 1");

    var delivery = one();

    assertThat(delivery.message().headers()).isEqualTo(message("ä 1").headers());
    assertThat(delivery.message().contentType()).isEqualTo("application/json");
    assertThat(delivery.message().contentEncoding()).isEqualTo("utf-8");
    assertThat(body(delivery)).isEqualTo("ä 1");
    assertThat(delivery.message().properties().path("correlation_id").asString()).isEqualTo("ä 1");
    assertThat(delivery.queue()).isEqualTo(QUEUE);
    assertThat(delivery.redelivered()).isFalse();
    assertThat(delivery.lost()).isZero();
    assertThat(delivery.until()).isEqualTo(harness.clock().instant().plus(LEASE));
  }

  @Test
  void messages_come_in_order_and_as_many_as_were_asked_for() {
    send("1", "2", "3");

    assertThat(bodies(2)).containsExactly("1", "2");
    assertThat(bodies(2)).containsExactly("3");
    assertThat(bodies(2)).isEmpty();
  }

  @Test
  void many_messages_come_in_one_call() {
    var bodies = IntStream.range(0, 1_000).mapToObj(Integer::toString).toList();
    send(bodies.toArray(String[]::new));

    assertThat(bodies(2_000)).isEqualTo(bodies);
  }

  @Test
  void queues_are_apart() {
    broker().send(List.of(new Outgoing("a", message("1")), new Outgoing("b", message("2"))));

    assertThat(receive(10)).isEmpty();
    var both = broker().receive(List.of(new QueueLimit("b", 5), new QueueLimit("a", 5)), LEASE);
    assertThat(both.deliveries())
        .extracting(d -> d.queue() + body(d))
        .containsExactlyInAnyOrder("a1", "b2");
  }

  @Test
  void what_one_holds_no_other_receives_until_its_time_is_over() {
    send("1");
    var first = one();
    var other = harness.another().broker();

    harness.advance(LEASE.minusSeconds(1));
    assertThat(receive(other, 5).deliveries()).isEmpty();
    harness.advance(Duration.ofSeconds(1));
    var again = receive(other, 5).deliveries();

    assertThat(again).extracting(BrokerCalls::body).containsExactly("1");
    assertThat(again.getFirst().redelivered()).isTrue();
    assertThat(again.getFirst().lost()).isEqualTo(1);
    assertThat(again.getFirst().message().headers().path("nested").path("big"))
        .isEqualTo(message("1").headers().path("nested").path("big"));
    assertThat(again.getFirst().message().headers().path("empty").isArray()).isTrue();
    assertThat(broker().ack(List.of(first))).containsExactly(first.receipt());
    assertThat(other.ack(again)).isEmpty();
    harness.advance(LEASE);
    assertThat(receive(5)).isEmpty();
  }

  @Test
  void losses_are_counted() {
    send("1");
    for (int i = 0; i < 3; i++) {
      assertThat(one().lost()).isEqualTo(i);
      harness.advance(LEASE);
    }
    assertThat(one().lost()).isEqualTo(3);
  }

  @Test
  void what_was_lost_comes_before_what_waits() {
    send("1", "2");
    receive(1);
    harness.advance(LEASE);

    assertThat(bodies(5)).containsExactly("1", "2");
  }

  @Test
  void an_extended_holding_goes_on() {
    send("1", "2");
    var held = receive(2);

    harness.advance(LEASE.minusSeconds(1));
    assertThat(broker().extend(held, LEASE)).isEmpty();
    harness.advance(LEASE.minusSeconds(1));
    assertThat(receive(5)).isEmpty();
    assertThat(broker().ack(held)).isEmpty();
  }

  @Test
  void a_holding_that_is_over_can_not_be_extended() {
    send("1");
    var lost = one();
    harness.advance(LEASE);
    var again = one();

    assertThat(broker().extend(List.of(lost), LEASE)).containsExactly(lost.receipt());
    assertThat(broker().extend(List.of(again), LEASE)).isEmpty();
    assertThat(broker().release(List.of(new Release(lost)))).containsExactly(lost.receipt());
    assertThat(broker().reject(List.of(new Rejection(lost, "?")))).containsExactly(lost.receipt());
    assertThat(broker().ack(List.of(again))).isEmpty();
  }

  @Test
  void what_is_acknowledged_is_gone() {
    send("1", "2", "3");
    var held = receive(3);

    assertThat(broker().ack(held.subList(0, 2))).isEmpty();
    assertThat(broker().ack(held.subList(0, 2)))
        .containsExactlyInAnyOrder(held.get(0).receipt(), held.get(1).receipt());
    harness.advance(LEASE);

    assertThat(bodies(5)).containsExactly("3");
  }

  @Test
  void what_is_released_comes_first_and_marked() {
    send("1", "2", "3");
    var held = receive(2);

    assertThat(broker().release(List.of(new Release(held.get(1))))).isEmpty();
    var next = receive(5);

    assertThat(next).extracting(BrokerCalls::body).containsExactly("2", "3");
    assertThat(next).extracting(Delivery::redelivered).containsExactly(true, false);
    assertThat(next.getFirst().lost()).isZero();
  }

  @Test
  void delays() {
    send("1", "2");
    var first = receive(1).getFirst();
    var later = List.of(new Release(first, Duration.ofMinutes(10)));
    if (!has(BrokerFeature.DELAY)) {
      assertRefused(() -> broker().release(later));
      return;
    }

    assertThat(broker().release(later)).isEmpty();
    var received = receive(broker(), 5);
    assertThat(received.deliveries()).extracting(BrokerCalls::body).containsExactly("2");
    assertThat(received.next()).isEqualTo(Duration.ofMinutes(10));
    broker().ack(received.deliveries());
    harness.advance(Duration.ofMinutes(10).minusMillis(1));
    assertThat(receive(5)).isEmpty();
    harness.advance(Duration.ofMillis(1));
    assertThat(bodies(5)).containsExactly("1");
  }

  @Test
  void priorities() {
    var messages = new ArrayList<Outgoing>();
    for (int urgency : new int[] {0, 2, 5, 4}) {
      messages.add(new Outgoing(QUEUE, message("urgency " + urgency), urgency));
    }
    if (!has(BrokerFeature.PRIORITY)) {
      assertRefused(() -> broker().send(messages));
      return;
    }
    broker().send(messages);
    send("none");

    assertThat(bodies(2)).containsExactlyInAnyOrder("urgency 5", "none");
    assertThat(bodies(5)).containsExactly("urgency 4", "urgency 2", "urgency 0");
  }

  @Test
  void what_is_rejected_is_kept_where_it_is_found() {
    send("1", "2");
    for (var delivery : receive(2)) {
      var rejection = new Rejection(delivery, "can't read " + body(delivery));
      assertThat(broker().reject(List.of(rejection))).isEmpty();
    }
    harness.advance(LEASE);
    assertThat(receive(5)).isEmpty();
    if (!has(BrokerFeature.KEEP_REJECTED)) {
      assertRefused(() -> broker().rejected(QUEUE, 10));
      return;
    }

    var rejected = broker().rejected(QUEUE, 10);

    assertThat(rejected).hasSize(2);
    assertThat(rejected)
        .extracting(r -> r.reason())
        .containsExactly("can't read 2", "can't read 1");
    assertThat(rejected.getFirst().message()).contains("\"name\"").contains("2");
    assertThat(broker().rejected(QUEUE, 1)).hasSize(1);
    assertThat(broker().rejected("other", 1)).isEmpty();
  }

  @Test
  void only_so_many_rejected_are_kept() {
    if (!has(BrokerFeature.KEEP_REJECTED)) {
      return;
    }
    send(IntStream.range(0, 1_010).mapToObj(Integer::toString).toArray(String[]::new));
    var rejections = receive(1_010).stream().map(d -> new Rejection(d, body(d))).toList();
    broker().reject(rejections);

    var kept = broker().rejected(QUEUE, 5_000);

    assertThat(kept).hasSize(1_000);
    assertThat(kept.getFirst().reason()).isEqualTo("1009");
  }

  @Test
  void counting() {
    send("1", "2", "3");
    if (!has(BrokerFeature.COUNT)) {
      assertRefused(() -> broker().waiting(List.of(QUEUE)));
      return;
    }
    receive(1);

    assertThat(broker().waiting(List.of(QUEUE, "other"))).isEqualTo(Map.of(QUEUE, 2L, "other", 0L));
  }

  @Test
  void who_listens_is_told_of_messages() throws Exception {
    var told = new java.util.concurrent.Semaphore(0);
    var other = harness.another().broker();
    try (var _ = broker().listen(List.of(QUEUE), told::release)) {
      receive(1);
      other.send(List.of(new Outgoing(QUEUE, message("1"))));

      assertThat(told.tryAcquire(5, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            LovageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID));
  }
}
