// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static dev.lovage.TaskState.QUEUED;
import static dev.lovage.TaskState.SCHEDULED;
import static dev.lovage.TaskState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.LovageException;
import dev.lovage.Task;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.TaskLookup;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// How tasks are accepted.
public abstract class EnqueueContract extends Contract {

  @Test
  void an_accepted_task_can_be_read_with_all_it_was_given() {
    var id =
        submit(
            draft()
                .type("report")
                .argument("{\"name\":\"Zoë 🌿\"}")
                .queue("slow")
                .priority(7)
                .expiry(Duration.ofHours(1))
                .publishes("latest"));

    var found = found(id);
    assertThat(found.argument()).isEqualTo("{\"name\":\"Zoë 🌿\"}");
    assertThat(found.result()).isNull();
    assertThat(found.task().id()).isEqualTo(id);
    assertThat(found.task().type()).isEqualTo("report");
    assertThat(found.task().state()).isEqualTo(QUEUED);
    assertThat(found.task().error()).isNull();
    assertThat(found.task().placement())
        .isEqualTo(
            new Task.Placement("slow", 7, now(), now(), now().plus(Duration.ofHours(1)), "latest"));
    assertThat(found.task().run()).isEqualTo(new Task.Run(0, 0, null, null, null, null, false));
  }

  @Test
  void a_task_without_options_has_none() {
    var placement = task(submit()).placement();

    assertThat(placement.expiresAt()).isNull();
    assertThat(placement.publishes()).isNull();
  }

  @Test
  void versions_rise_in_the_order_of_submission() {
    var versions =
        IntStream.range(0, 5)
            .boxed()
            .flatMap(i -> enqueue(draft(), draft().priority(9), draft()).stream())
            .map(Enqueued::version)
            .toList();

    assertThat(versions).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void the_receipt_names_the_version_that_the_task_has() {
    var receipt = enqueue(draft()).getFirst();

    assertThat(receipt.added()).isTrue();
    assertThat(task(receipt.id()).version()).isEqualTo(receipt.version());
  }

  @Test
  void receipts_come_in_the_order_of_the_list() {
    var drafts = List.of(draft(), draft(), draft(), draft());

    var receipts = tasks().enqueue(drafts.reversed().stream().map(Draft::task).toList());

    assertThat(receipts)
        .extracting(Enqueued::id)
        .containsExactlyElementsOf(drafts.reversed().stream().map(d -> d.task().id()).toList());
  }

  @Test
  void a_repeated_submit_leaves_the_task_as_it_is() {
    var first = enqueue(draft()).getFirst();

    var second = enqueue(Draft.of(first.id()).argument("2").queue("other")).getFirst();

    assertThat(second).isEqualTo(new Enqueued(first.id(), first.version(), false));
    assertThat(found(first.id()).argument()).isEqualTo("1");
    assertThat(task(first.id()).placement().queue()).isEqualTo("default");
    assertThat(lease(10)).hasSize(1);
  }

  @Test
  void a_repeated_submit_of_an_ended_task_does_not_run_it_again() {
    var id = succeed(running(), "42");

    assertThat(enqueue(Draft.of(id)).getFirst().added()).isFalse();
    assertThat(lease(10)).isEmpty();
    assertThat(found(id).result()).isEqualTo("42");
  }

  @Test
  void one_id_twice_in_a_list_is_one_task() {
    var id = newId();

    var receipts = enqueue(Draft.of(id), draft(), Draft.of(id).argument("2"));

    assertThat(receipts).extracting(Enqueued::added).containsExactly(true, true, false);
    assertThat(receipts.get(2).version()).isEqualTo(receipts.get(0).version());
    assertThat(found(id).argument()).isEqualTo("1");
  }

  @Test
  void a_list_with_old_and_new_ids_adds_the_new_ones() {
    var old = enqueue(draft()).getFirst();

    var receipts = enqueue(draft(), Draft.of(old.id()), draft());

    assertThat(receipts).extracting(Enqueued::added).containsExactly(true, false, true);
    assertThat(receipts.get(0).version()).isGreaterThan(old.version());
    assertThat(receipts.get(2).version()).isGreaterThan(receipts.get(0).version());
  }

  @Test
  void a_list_with_one_bad_task_is_refused_wholly() {
    var good = draft();
    var bad = draft().after(newId());

    assertThatThrownBy(() -> enqueue(good, bad, draft())).isInstanceOf(LovageException.class);

    assertThat(queries().find(good.task().id())).isEqualTo(new TaskLookup.Unknown());
    assertThat(lease(10)).isEmpty();
  }

  @Test
  void in_a_list_of_unlike_tasks_each_keeps_its_own() {
    var odd = "\"a \\\"quoted\\\" \\\\ \\u0000 Zoë 🌿\"";
    var first = draft();
    var list =
        List.of(
            first,
            draft().argument(odd),
            draft().type("report").argument("1.0"),
            draft().queue("slow").argument("[1, 2]"),
            draft().queue("slow").priority(9).argument("null"),
            draft().after(first.task().id()),
            draft().delay(Duration.ofSeconds(1)).ttl(Duration.ofHours(3)),
            draft().expiry(Duration.ofSeconds(2)).timeLimit(Duration.ofSeconds(3)));

    var receipts = tasks().enqueue(tasksOf(list.toArray(Draft[]::new)));

    assertThat(receipts).extracting(Enqueued::version).isSorted().doesNotHaveDuplicates();
    for (var draft : list) {
      var wanted = draft.task();
      var got = found(wanted.id());
      assertThat(got.argument()).isEqualTo(wanted.argument());
      assertThat(got.task().type()).isEqualTo(wanted.type());
      assertThat(got.task().placement().queue()).isEqualTo(wanted.settings().queue());
      assertThat(got.task().placement().priority()).isEqualTo(wanted.settings().priority());
    }
    assertThat(list)
        .extracting(draft -> state(draft.task().id()))
        .containsExactly(QUEUED, QUEUED, QUEUED, QUEUED, QUEUED, WAITING, SCHEDULED, QUEUED);
  }

  @Test
  void an_empty_list_is_accepted() {
    assertThat(tasks().enqueue(List.of())).isEmpty();
  }

  @Test
  void a_long_list_and_a_long_argument_are_accepted() {
    var long1 = "\"" + "x".repeat((1 << 20) - 2) + "\"";
    var big = submit(draft().argument(long1));
    var many = IntStream.range(0, 2_000).mapToObj(i -> draft().task()).toList();

    assertThat(tasks().enqueue(many)).extracting(Enqueued::added).containsOnly(true);
    assertThat(found(big).argument()).isEqualTo(long1);
    assertThat(lease(3_000)).hasSize(2_001);
  }

  @Test
  void a_delayed_task_is_scheduled() {
    var id = submit(draft().delay(Duration.ofSeconds(10)));

    assertThat(state(id)).isEqualTo(SCHEDULED);
    assertThat(task(id).placement().dueAt()).isEqualTo(now().plusSeconds(10));
  }

  @Test
  void a_task_for_a_later_instant_is_scheduled_to_the_microsecond() {
    var instant = now().plusSeconds(10).plusNanos(123_000);

    var id = submit(draft().at(instant));

    assertThat(state(id)).isEqualTo(SCHEDULED);
    assertThat(task(id).placement().dueAt()).isEqualTo(instant);
  }

  @Test
  void no_delay_and_an_instant_in_the_past_mean_now() {
    var noDelay = submit(draft().delay(Duration.ZERO));
    var past = submit(draft().at(now().minusSeconds(10)));

    assertThat(state(noDelay)).isEqualTo(QUEUED);
    assertThat(state(past)).isEqualTo(QUEUED);
    assertThat(task(past).placement().dueAt()).isEqualTo(now());
  }
}
