// SPDX-License-Identifier: Apache-2.0
package dev.lovage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lovage.ErrorCode;
import dev.lovage.LogLine;
import dev.lovage.LovageException;
import dev.lovage.TaskFailedException;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.Unique;
import dev.lovage.client.Server.Bill;
import dev.lovage.client.Server.Order;
import dev.lovage.spi.CancelResult;
import dev.lovage.spi.RequeueResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a program can do over HTTP, which is what it can do in the process.
@Timeout(60)
class LovageClientTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final Server server = Server.start();
  private final LovageClient client =
      LovageClient.connect(server.url() + "/", options -> options.patience(Duration.ZERO));
  private final RemoteType<Order, Bill> bill = client.task("bill", Order.class, Bill.class);

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private static LovageException refusal(ThrowingCallable call) {
    return catchThrowableOfType(LovageException.class, call);
  }

  @Test
  void a_result_is_awaited_and_the_task_can_be_looked_at() throws Exception {
    var handle = bill.submit(new Order("ann", 3), options -> options.priority(7).queue("slow"));
    assertThat(handle.state()).isEqualTo(TaskState.QUEUED);
    assertThatThrownBy(() -> handle.await(Duration.ZERO)).isInstanceOf(TimeoutException.class);

    var worker = server.lovage.startWorker(options -> options.queue("slow"));
    assertThat(handle.await(LONG)).isEqualTo(new Bill("ann", 300));
    worker.drain(LONG);

    var local = server.lovage.handle(handle.id(), Bill.class);
    assertThat(handle.task()).isEqualTo(local.task());
    assertThat(handle.task().placement().priority()).isEqualTo(7);
    assertThat(handle.log()).isEqualTo(local.log());
    assertThat(handle.log()).extracting(LogLine::text).containsExactly("for ann");
    assertThat(client.handle(handle.id(), Bill.class).await(Duration.ZERO))
        .isEqualTo(new Bill("ann", 300));
  }

  @Test
  void a_failure_is_the_workers_own() throws Exception {
    var handle = bill.submit(new Order("bob", -1));
    var worker = server.lovage.startWorker();

    var failure = catchThrowableOfType(TaskFailedException.class, () -> handle.await(LONG));
    worker.drain(LONG);

    assertThat(failure.state()).isEqualTo(TaskState.FAILED);
    assertThat(failure.error().type()).isEqualTo("java.lang.IllegalStateException");
    assertThat(failure.error().message()).isEqualTo("no items for bob");
    assertThat(failure.error().stack()).contains("Server");
    assertThat(handle.task().error()).isEqualTo(failure.error());
    assertThat(handle.requeue()).isEqualTo(RequeueResult.REQUEUED);
    assertThat(handle.requeue()).isEqualTo(RequeueResult.NOT_ENDED);
  }

  @Test
  void a_task_is_cancelled_or_left() throws Exception {
    var handle = bill.submit(new Order("ann", 1));
    assertThat(handle.cancel()).isEqualTo(CancelResult.CANCELLED);
    assertThat(handle.cancel()).isEqualTo(CancelResult.ALREADY_FINAL);
    assertThat(catchThrowableOfType(TaskFailedException.class, () -> handle.await(LONG)).state())
        .isEqualTo(TaskState.CANCELLED);

    var first =
        bill.submit(new Order("eve", 1), options -> options.unique(Unique.attach("eve's bill")));
    var second =
        bill.submit(new Order("eve", 1), options -> options.unique(Unique.attach("eve's bill")));
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(first.leave()).isEqualTo(CancelResult.KEPT);
    assertThat(second.leave()).isEqualTo(CancelResult.CANCELLED);
    var shared =
        bill.submitAll(
            List.of(new Order("joe", 1), new Order("joe", 1)),
            options -> options.unique(Unique.attach("joe's bill")));
    assertThat(shared.getLast().id()).isEqualTo(shared.getFirst().id());
    assertThat(shared.getFirst().leave()).isEqualTo(CancelResult.KEPT);
    assertThat(shared.getLast().leave()).isEqualTo(CancelResult.CANCELLED);
    var unknown = client.handle(TaskId.parse("01890a5d-ac96-774b-bcce-b302099a8057"), Bill.class);
    assertThat(unknown.cancel()).isEqualTo(CancelResult.UNKNOWN);
    assertThat(unknown.requeue()).isEqualTo(RequeueResult.UNKNOWN);
  }

  @Test
  void many_are_submitted_in_few_requests() {
    var orders = IntStream.range(0, 2_345).mapToObj(i -> new Order("n" + i, i)).toList();

    var handles = bill.submitAll(orders, options -> options.delay(Duration.ofHours(1)));
    assertThat(handles).hasSize(orders.size());
    for (int i : new int[] {0, 999, 1_000, 2_344}) {
      var found = server.lovage.queries().find(handles.get(i).id());
      assertThat(found.toString()).contains("\"n" + i + "\"");
      assertThat(handles.get(i).state()).isEqualTo(TaskState.SCHEDULED);
    }
    assertThat(bill.submitAll(orders.stream(), options -> {})).isEqualTo(2_345);
    assertThat(bill.submitAll(List.of())).isEmpty();
  }

  @Test
  void refusals_are_those_of_the_process() {
    var order = new Order("ann", 1);
    var type = client.task("bil", Order.class, Bill.class);
    assertThat(refusal(() -> type.submit(order)).code()).isEqualTo(ErrorCode.UNKNOWN_TYPE);
    assertThat(refusal(() -> type.submit(order))).hasMessageContaining("Did you mean bill?");

    var wrong = client.task("bill", String.class, Bill.class);
    assertThat(refusal(() -> wrong.submit("ann")).code()).isEqualTo(ErrorCode.INVALID);
    assertThat(refusal(() -> wrong.submitAll(List.of("ann", "bob"))).code())
        .isEqualTo(ErrorCode.INVALID);

    assertThat(refusal(() -> bill.submit(order, options -> options.priority(11))))
        .hasMessageContaining("priority");
    var keyed = bill.submit(order, options -> options.idempotencyKey("k"));
    assertThat(bill.submit(order, options -> options.idempotencyKey("k")).id())
        .isEqualTo(keyed.id());
    assertThat(refusal(() -> bill.submit(new Order("bob", 1), o -> o.idempotencyKey("k"))).code())
        .isEqualTo(ErrorCode.CONFLICT);
    assertThat(refusal(() -> bill.submitAll(List.of(order), o -> o.idempotencyKey("k"))).code())
        .isEqualTo(ErrorCode.INVALID);

    var unknown = client.handle(TaskId.parse("01890a5d-ac96-774b-bcce-b302099a8057"), Bill.class);
    assertThat(refusal(unknown::task).code()).isEqualTo(ErrorCode.UNKNOWN_TASK);
    assertThat(refusal(() -> unknown.await(LONG)).code()).isEqualTo(ErrorCode.UNKNOWN_TASK);
    assertThat(refusal(() -> bill.submit(new Order("x".repeat(2_000_000), 1))).code())
        .isEqualTo(ErrorCode.TOO_LARGE);
  }

  @Test
  void a_full_queue_says_when_to_come_back() {
    server.lovage.limit("default", 2);
    bill.submitAll(List.of(new Order("ann", 1), new Order("bob", 1)));

    var full = refusal(() -> bill.submit(new Order("eve", 1)));

    assertThat(full.code()).isEqualTo(ErrorCode.FULL);
    assertThat(full.retryAfter()).hasValueSatisfying(wait -> assertThat(wait).isPositive());
    var bulk = refusal(() -> bill.submitAll(List.of(new Order("eve", 1))));
    assertThat(bulk.code()).isEqualTo(ErrorCode.FULL);
    assertThat(bulk).hasMessageContaining("0 tasks were accepted");
    assertThat(bulk.retryAfter()).isPresent();
  }

  @Test
  void an_address_that_is_none_is_refused_at_once() {
    for (var url :
        List.of("localhost:8080", "ftp://localhost", "http://", "http://h?x=1", "http://a b", "")) {
      assertThat(refusal(() -> LovageClient.connect(url)).code())
          .as(url)
          .isEqualTo(ErrorCode.INVALID);
    }
  }

  @Test
  void a_token_is_sent() {
    try (var closed = Server.withToken("s3cret");
        var without = LovageClient.connect(closed.url());
        var with = LovageClient.connect(closed.url(), options -> options.token("s3cret"))) {
      var order = new Order("ann", 1);
      var refused = refusal(() -> without.task("bill", Order.class, Bill.class).submit(order));
      assertThat(refused.code()).isEqualTo(ErrorCode.BROKEN);
      assertThat(refused).hasMessageContaining("token");
      assertThat(with.task("bill", Order.class, Bill.class).submit(order).state())
          .isEqualTo(TaskState.QUEUED);
    }
  }
}
