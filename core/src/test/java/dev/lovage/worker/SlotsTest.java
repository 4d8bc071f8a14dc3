// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.RetryPolicy;
import dev.lovage.Start;
import dev.lovage.TaskId;
import dev.lovage.spi.Lease;
import dev.lovage.spi.LeaseRequest.QueueLimit;
import dev.lovage.spi.NewTask;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SlotsTest {

  private static final RandomGenerator RANDOM = RandomGenerator.getDefault();

  private static final TaskDefinition<Integer, Integer> CPU = type("cpu", "a", false);
  private static final TaskDefinition<Integer, Integer> OTHER = type("other", "b", false);
  private static final TaskDefinition<Integer, Integer> IO = type("io", "io", true);

  @Test
  void one_queue_of_each_kind_is_asked_for_what_is_free() {
    var slots = new Slots(Map.of(), Map.of(), List.of(CPU, OTHER, IO), 1_000);

    assertThat(slots.wishes(2))
        .containsExactly(new QueueLimit("a", 2), new QueueLimit("io", 1_000));
  }

  @Test
  void a_queue_that_gave_less_is_dry_until_it_is_woken_and_the_next_one_is_asked() {
    var slots = new Slots(Map.of(), Map.of(), List.of(CPU, OTHER), 1_000);

    answer(slots, slots.wishes(2), List.of());
    assertThat(slots.wishes(2)).containsExactly(new QueueLimit("b", 2));
    answer(slots, slots.wishes(2), List.of());
    assertThat(slots.wishes(2)).isEmpty();

    slots.wake();
    assertThat(slots.wishes(2)).isNotEmpty();
  }

  @Test
  void what_is_asked_for_is_not_asked_for_again_until_the_answer() {
    var slots = new Slots(Map.of(), Map.of(), List.of(CPU, IO), 1);
    var wishes = slots.wishes(2);
    slots.asked(wishes);
    assertThat(slots.wishes(2)).isEmpty();
    assertThat(slots.wishes(5)).containsExactly(new QueueLimit("a", 3));

    slots.refused(wishes);
    assertThat(slots.wishes(2)).isEqualTo(wishes);
  }

  @Test
  void a_queue_that_was_woken_while_it_was_asked_is_not_dry_by_the_answer() {
    var slots = new Slots(Map.of(), Map.of(), List.of(CPU), 1);
    var wishes = slots.wishes(2);
    slots.asked(wishes);
    slots.wake();
    slots.answered(wishes, List.of());
    assertThat(slots.wishes(2)).isEqualTo(wishes);

    slots.asked(wishes);
    slots.answered(wishes, List.of());
    assertThat(slots.wishes(2)).isEmpty();
  }

  private static void answer(Slots slots, List<QueueLimit> wishes, List<Lease> leases) {
    slots.asked(wishes);
    slots.answered(wishes, leases);
  }

  @Test
  void queues_that_have_work_take_turns() {
    var slots = new Slots(Map.of(), Map.of(), List.of(CPU, OTHER), 1_000);
    var a = slots.wishes(1);
    answer(slots, a, List.of(attempt(CPU).lease()));
    var b = slots.wishes(1);

    assertThat(a)
        .extracting(QueueLimit::queue)
        .isNotEqualTo(b.stream().map(QueueLimit::queue).toList());
  }

  @Test
  void what_is_held_counts_against_the_queue_and_the_threads() {
    var slots = new Slots(Map.of("a", 3, "b", 9), Map.of(), List.of(CPU, OTHER), 1_000);
    var first = attempt(CPU);
    slots.took(first);
    slots.took(attempt(CPU));

    assertThat(slots.wishes(4)).allSatisfy(w -> assertThat(w.limit()).isEqualTo(limit(w)));
    assertThat(slots.held()).isEqualTo(2);
    slots.gave(first);
    assertThat(slots.held()).isEqualTo(1);
  }

  private static int limit(QueueLimit wish) {
    return wish.queue().equals("a") ? 1 : 2;
  }

  private static TaskDefinition<Integer, Integer> type(String name, String queue, boolean io) {
    return new TaskDefinition<>(
        name,
        Integer.class,
        Integer.class,
        new ArgumentVersions(1, Map.of()),
        (n, c) -> n,
        settings(queue),
        new TaskDefinition.Running(RetryPolicy.none(), io, Duration.ofSeconds(5), false));
  }

  private static NewTask.Settings settings(String queue) {
    var limits = new NewTask.Limits(null, null, Duration.ofDays(1), 5);
    return new NewTask.Settings(queue, 5, new Start.Now(), limits, null, null);
  }

  private static Attempt attempt(TaskDefinition<?, ?> type) {
    var id = TaskId.next(InstantSource.system(), RANDOM);
    var work = new Lease.Work(type.name(), type.queue(), "1", null, null, null);
    var lease = new Lease(id, 1, 1, 1, Instant.EPOCH, work);
    return new Attempt(
        lease, type, new AttemptContext(lease, InstantSource.system(), () -> {}, false), RANDOM);
  }
}
