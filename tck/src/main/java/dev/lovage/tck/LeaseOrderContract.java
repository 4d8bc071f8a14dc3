// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.TaskId;
import dev.lovage.spi.Lease;
import dev.lovage.spi.LeaseRequest;
import dev.lovage.spi.LeaseRequest.QueueLimit;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Which tasks are leased, and in what order.
public abstract class LeaseOrderContract extends Contract {

  private List<TaskId> leased(LeaseRequest request) {
    return tasks().lease(request).leases().stream().map(Lease::task).toList();
  }

  private static LeaseRequest queues(QueueLimit... limits) {
    return new LeaseRequest("w1", LEASE, Set.of("work"), List.of(limits));
  }

  @Test
  void older_tasks_come_first() {
    var first = submit();
    var second = submit();
    var third = submit();

    assertThat(leased(request("w1", 2))).containsExactly(first, second);
    assertThat(leased(request("w1", 2))).containsExactly(third);
  }

  @Test
  void higher_priority_comes_before_age() {
    var low = submit(draft().priority(0));
    var usual = submit(draft().priority(5));
    var high = submit(draft().priority(9));
    var high2 = submit(draft().priority(9));

    assertThat(leased(request("w1", 3))).containsExactly(high, high2, usual);
    assertThat(leased(request("w1", 3))).containsExactly(low);
  }

  @Test
  void tasks_of_one_list_keep_its_order() {
    var ids =
        enqueue(draft(), draft(), draft(), draft()).stream().map(receipt -> receipt.id()).toList();

    assertThat(leased(request("w1", 10))).containsExactlyElementsOf(ids);
  }

  @Test
  void a_task_that_came_due_or_back_takes_its_place_by_age() {
    var due = submit(draft().delay(Duration.ofSeconds(10)));
    var retried = retry(running(), Duration.ofSeconds(10));
    var released = release(running());
    var young = submit();

    advance(Duration.ofSeconds(10));

    assertThat(leased(request("w1", 10))).containsExactly(due, retried, released, young);
  }

  @Test
  void only_tasks_of_the_types_asked_for_are_leased() {
    submit(draft().type("other").priority(9));
    var mine = submit();
    var alsoMine = submit(draft().type("more"));

    var request =
        new LeaseRequest(
            "w1", LEASE, Set.of("work", "more"), List.of(new QueueLimit("default", 10)));

    assertThat(leased(request)).containsExactly(mine, alsoMine);
  }

  @Test
  void a_request_without_types_leases_nothing() {
    submit();

    assertThat(
            leased(new LeaseRequest("w1", LEASE, Set.of(), List.of(new QueueLimit("default", 10)))))
        .isEmpty();
  }

  @Test
  void only_tasks_of_the_queues_asked_for_are_leased() {
    submit(draft().queue("other"));
    var mine = submit();

    assertThat(leased(request("w1", 10))).containsExactly(mine);
  }

  @Test
  void queues_are_looked_at_in_the_order_of_the_request() {
    var slow = submit(draft().queue("slow").priority(9));
    var fast = submit(draft().queue("fast").priority(0));

    assertThat(leased(request("w1", 10, "fast", "slow"))).containsExactly(fast, slow);
  }

  @Test
  void each_queue_has_its_own_limit() {
    var slow1 = submit(draft().queue("slow"));
    submit(draft().queue("slow"));
    var fast1 = submit(draft().queue("fast"));
    var fast2 = submit(draft().queue("fast"));
    submit(draft().queue("fast"));

    assertThat(leased(queues(new QueueLimit("slow", 1), new QueueLimit("fast", 2))))
        .containsExactly(slow1, fast1, fast2);
  }

  @Test
  void a_limit_of_zero_leases_nothing_of_that_queue() {
    submit(draft().queue("slow"));
    var fast = submit(draft().queue("fast"));

    assertThat(leased(queues(new QueueLimit("slow", 0), new QueueLimit("fast", 2))))
        .containsExactly(fast);
  }

  @Test
  void tasks_of_another_type_do_not_use_up_the_limit() {
    for (int i = 0; i < 20; i++) {
      submit(draft().type("other").priority(9));
    }
    var mine = submit();

    assertThat(leased(request("w1", 1))).containsExactly(mine);
  }
}
