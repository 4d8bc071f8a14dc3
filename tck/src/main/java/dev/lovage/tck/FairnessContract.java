// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.Share;
import dev.lovage.TaskId;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Keys share a queue: the many tasks of one don't keep the few of another waiting.
public abstract class FairnessContract extends Contract {

  private Draft of(String key) {
    return draft().share(Share.of(key));
  }

  private List<TaskId> submit(String key, int count) {
    return submitAll(IntStream.range(0, count).mapToObj(i -> of(key)).toList());
  }

  private List<TaskId> submitAll(List<Draft> drafts) {
    tasks().enqueue(drafts.stream().map(Draft::task).toList());
    return drafts.stream().map(draft -> draft.task().id()).toList();
  }

  private List<TaskId> leaseOneByOne(int count) {
    var order = new ArrayList<TaskId>();
    for (int i = 0; i < count; i++) {
      lease(1).forEach(lease -> order.add(succeed(lease)));
    }
    return order;
  }

  @Test
  void a_key_with_one_task_does_not_wait_for_the_thousand_of_another() {
    submit("big", 1_000);
    leaseOneByOne(10);
    var small = submit("small", 1).getFirst();

    assertThat(leaseOneByOne(2)).contains(small);
  }

  @Test
  void keys_take_turns() {
    var a = submit("a", 3);
    var b = submit("b", 3);

    assertThat(leaseOneByOne(6))
        .containsExactly(a.get(0), b.get(0), a.get(1), b.get(1), a.get(2), b.get(2));
  }

  @Test
  void a_list_of_leases_is_in_turns_too() {
    var a = submit("a", 3);
    var b = submit("b", 1);

    assertThat(lease(10))
        .extracting(l -> l.task())
        .containsExactly(a.get(0), b.get(0), a.get(1), a.get(2));
  }

  @Test
  void who_comes_back_has_saved_up_nothing_and_owes_nothing() {
    submit("a", 5);
    leaseOneByOne(5);
    var b = submit("b", 3);
    var a = submit("a", 3);

    assertThat(leaseOneByOne(6))
        .containsExactly(b.get(0), a.get(0), b.get(1), a.get(1), b.get(2), a.get(2));
  }

  @Test
  void priority_goes_before_turns() {
    var plain = submit("a", 2);
    var urgent = submitAll(List.of(of("a").priority(9), of("a").priority(9)));

    assertThat(leaseOneByOne(4))
        .containsExactly(urgent.get(0), urgent.get(1), plain.get(0), plain.get(1));
  }

  @Test
  void within_a_key_the_older_goes_first() {
    var ids = submit("a", 5);

    assertThat(leaseOneByOne(5)).containsExactlyElementsOf(ids);
  }

  @Test
  void a_task_that_is_retried_keeps_its_turn() {
    var a = submit("a", 2);
    var b = submit("b", 2);
    var first = lease(1).getFirst();
    settle(first, new Outcome.Retry(Duration.ZERO, ERROR));

    assertThat(leaseOneByOne(4)).containsExactly(a.get(0), b.get(0), a.get(1), b.get(1));
  }

  @Test
  void queues_have_turns_of_their_own() {
    submit("a", 100);
    var elsewhere = submitAll(List.of(of("a").queue("other"), of("b").queue("other")));

    assertThat(tasks().lease(request("w1", 10, "other")).leases())
        .extracting(l -> l.task())
        .containsExactlyElementsOf(elsewhere);
  }

  @Test
  void a_repeated_submit_takes_no_turn() {
    var first = of("a");
    enqueue(first);
    var again = new ArrayList<NewTask>(List.of(first.task(), first.task()));
    var next = of("a");
    again.add(next.task());
    tasks().enqueue(again);
    var b = submit("b", 2);

    assertThat(leaseOneByOne(4))
        .containsExactly(first.task().id(), b.get(0), next.task().id(), b.get(1));
  }

  @Test
  void a_task_of_no_key_goes_by_age() {
    var ids = List.of(submit(), submit(), submit());

    assertThat(leaseOneByOne(3)).containsExactlyElementsOf(ids);
  }
}
