// SPDX-License-Identifier: Apache-2.0
package dev.lovage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.client.Meddler.Act;
import dev.lovage.client.Server.Bill;
import dev.lovage.client.Server.Order;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Between client and server things go wrong.
@Timeout(60)
class RetriesTest {

  private final Server server = Server.start();
  private Meddler between;
  private LovageClient client;
  private RemoteType<Order, Bill> bill;

  @BeforeEach
  void start() throws Exception {
    between = Meddler.before(server.port());
    client = connect(Duration.ofSeconds(20));
    bill = client.task("bill", Order.class, Bill.class);
  }

  private LovageClient connect(Duration patience) {
    return LovageClient.connect(between.url(), options -> options.patience(patience));
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    between.close();
    server.close();
  }

  private static LovageException refusal(ThrowingCallable call) {
    return catchThrowableOfType(LovageException.class, call);
  }

  @Test
  void a_submit_whose_answer_was_lost_is_accepted_once() {
    between.then(new Act.Cut(), new Act.Cut());

    var handle = bill.submit(new Order("ann", 1));

    assertThat(between.heads()).hasSize(3);
    assertThat(server.accepted()).isEqualTo(1);
    assertThat(server.lovage.queries().states(List.of(handle.id()))).hasSize(1);
  }

  @Test
  void so_are_many_in_one_request() {
    between.then(new Act.Cut());
    var orders = IntStream.range(0, 600).mapToObj(i -> new Order("n" + i, i)).toList();

    var handles = bill.submitAll(orders);

    assertThat(handles).hasSize(600);
    assertThat(server.accepted()).isEqualTo(600);
  }

  @Test
  void a_server_that_is_not_ready_is_given_the_time_that_it_asks_for() {
    var later =
        Meddler.answer(
            503,
            "application/problem+json",
            "{\"type\":\"urn:lovage:problem:unavailable\",\"status\":503,\"detail\":\"d\"}",
            "Retry-After: 1");
    between.then(later);
    long start = System.nanoTime();

    bill.submit(new Order("ann", 1));

    assertThat(System.nanoTime() - start)
        .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(900));
    assertThat(server.accepted()).isEqualTo(1);
  }

  @Test
  void patience_ends() {
    try (var hasty = connect(Duration.ofMillis(300))) {
      var type = hasty.task("bill", Order.class, Bill.class);
      var busy = Meddler.answer(502, "text/html", "<h1>Bad Gateway</h1>");
      between.then(busy, busy, busy, busy, busy, busy, busy, busy);

      var refused = refusal(() -> type.submit(new Order("ann", 1)));

      assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE);
      assertThat(refused).hasMessageContaining("502").hasMessageContaining("<h1>Bad Gateway</h1>");
      assertThat(between.heads()).hasSizeGreaterThan(1);
    }
  }

  @Test
  void nobody_there_is_told_with_the_address() throws Exception {
    between.close();
    try (var hasty = connect(Duration.ofMillis(300))) {
      var refused =
          refusal(() -> hasty.task("bill", Order.class, Bill.class).submit(new Order("ann", 1)));
      assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE);
      assertThat(refused).hasMessageContaining(between.url());
    }
  }

  @Test
  void what_must_not_happen_twice_is_not_sent_twice() {
    var handle = bill.submit(new Order("ann", 1));
    handle.cancel();
    between.then(new Act.Cut());

    var refused = refusal(handle::requeue);

    assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(between.heads()).hasSize(3);
  }

  @Test
  void an_answer_that_is_not_of_lovage_is_shown() {
    for (var page :
        List.of(
            Meddler.answer(200, "text/html", "<h1>Log in</h1>"),
            Meddler.answer(302, "text/html", "<h1>Log in</h1>", "Location: http://example.org/"),
            Meddler.answer(404, "text/html", "<h1>Log in</h1>"))) {
      between.then(page);
      var refused = refusal(() -> bill.submit(new Order("ann", 1)));
      assertThat(refused.code()).isEqualTo(ErrorCode.BROKEN);
      assertThat(refused).hasMessageContaining("<h1>Log in</h1>");
    }
    assertThat(between.heads()).hasSize(3);
  }

  @Test
  void a_thread_that_waits_can_be_interrupted() throws Exception {
    between.then(new Act.Silence(), new Act.Silence());
    var handle = client.handle(server.bill.submit(new Order("ann", 1)).id(), Bill.class);
    var awaited = new CompletableFuture<Throwable>();
    var waiter =
        Thread.ofVirtual()
            .start(() -> {
              try {
                handle.await(Duration.ofSeconds(50));
              } catch (Throwable e) {
                awaited.complete(e);
              }
            });
    waiter.interrupt();
    assertThat(awaited.get()).isInstanceOf(InterruptedException.class);

    Thread.currentThread().interrupt();
    assertThat(refusal(() -> bill.submit(new Order("ann", 1))).code())
        .isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void a_server_that_says_nothing_is_given_up() {
    between.then(new Act.Silence());
    try (var hasty =
        LovageClient.connect(
            between.url(),
            options -> options.patience(Duration.ZERO).timeout(Duration.ofMillis(200)))) {
      var refused =
          refusal(() -> hasty.task("bill", Order.class, Bill.class).submit(new Order("ann", 1)));
      assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    }
  }
}
