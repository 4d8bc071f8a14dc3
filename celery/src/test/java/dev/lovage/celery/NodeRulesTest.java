// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.LovageException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What a node keeps in mind: rates, revocations and its clock.
class NodeRulesTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void tasks_beyond_a_rate_are_promised_evenly_spaced_times_and_begin_then() {
    var rates = new RateLimits();
    assertThat(rates.set("t", KombuJson.text("2/s"), 0)).isTrue();

    assertThat(rates.pause("t", "a", 0)).isZero();
    assertThat(rates.pause("t", "b", 0)).isEqualTo(Duration.ofMillis(500));
    assertThat(rates.pause("t", "c", 0)).isEqualTo(Duration.ofMillis(1_000));
    // Too early it waits for the rest of its time, and takes no other one.
    assertThat(rates.pause("t", "b", SECOND / 4)).isEqualTo(Duration.ofMillis(250));
    assertThat(rates.pause("t", "b", SECOND / 2)).isZero();
    assertThat(rates.pause("t", "c", SECOND)).isZero();
    assertThat(rates.pause("t", "d", SECOND)).isEqualTo(Duration.ofMillis(500));
    assertThat(rates.pause("other", "e", 0)).isZero();
  }

  @Test
  void a_rate_is_read_as_celery_reads_it() {
    var rates = new RateLimits();
    assertThat(rates.set("t", KombuJson.text("60/m"), 0)).isTrue();
    assertThat(rates.of("t")).contains("60/m");
    assertThat(rates.pause("t", "a", 0)).isZero();
    assertThat(rates.pause("t", "b", 0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(rates.set("t", KombuJson.number(10), 0)).isTrue();
    assertThat(rates.of("t")).contains("10");
    assertThat(rates.set("t", KombuJson.text("fast"), 0)).isFalse();
    assertThat(rates.of("t")).contains("10");
    assertThat(rates.set("t", KombuJson.text("0"), 0)).isTrue();
    assertThat(rates.of("t")).isEmpty();
    assertThat(rates.set("t", KombuJson.nothing(), 0)).isTrue();
  }

  @Test
  void revocations_are_the_newest_fifty_thousand_of_three_hours() {
    var now = new AtomicLong();
    var revocations = new Revocations(now::get);
    revocations.add(List.of("first"));
    assertThat(revocations.has(task("first"))).isTrue();
    assertThat(revocations.has(task("other"))).isFalse();

    revocations.add(IntStream.range(0, 50_000).mapToObj(i -> "id" + i).toList());
    assertThat(revocations.has(task("first"))).isFalse();
    assertThat(revocations.ids()).hasSize(50_000);

    now.set(Duration.ofHours(4).toNanos());
    revocations.add(List.of("new"));
    assertThat(revocations.ids()).containsExactly("new");
    assertThat(revocations.all()).containsEntry("new", 14_400.0);
  }

  @Test
  void stamps_are_revoked_by_one_value_or_several() {
    var revocations = new Revocations(() -> 0);
    revocations.addStamps(
        Map.of("tenant", KombuJson.strings(List.of("acme", "other")), "run", KombuJson.text("7")));

    assertThat(revocations.has(stamped("tenant", "acme"))).isTrue();
    assertThat(revocations.has(stamped("run", "7"))).isTrue();
    assertThat(revocations.has(stamped("run", "8"))).isFalse();
    assertThat(revocations.has(stamped("colour", "acme"))).isFalse();
    assertThat(revocations.has(task("x"))).isFalse();
  }

  private static TaskMessage task(String id) {
    return TaskMessage.of(id, "t", Call.of());
  }

  private static TaskMessage stamped(String name, String value) {
    return task("x")
        .with(
            new Extras(
                null, Display.NONE, Map.of(name, KombuJson.text(value)), Delivery.NONE, Map.of()));
  }

  @Test
  void the_clock_goes_on_from_the_later_of_two() {
    var clock = new LogicalClock();
    clock.tick();
    clock.heard(41);
    assertThat(clock.now()).isEqualTo(42);
    clock.heard(3);
    assertThat(clock.tick()).isEqualTo(44);
  }

  @Test
  void a_command_to_send_is_checked() {
    assertThat(ControlRequest.of("rate_limit", "{\"task_name\":\"t\"}").arguments())
        .containsKey("task_name");
    assertThat(ControlRequest.of("my_own_command", "{}").method()).isEqualTo("my_own_command");
    for (var bad :
        List.of(
            new String[] {"rate_limit", "{}"},
            new String[] {"ping", "[]"},
            new String[] {"ping", "nonsense"},
            new String[] {"election", "{}"})) {
      assertThatThrownBy(() -> ControlRequest.of(bad[0], bad[1]))
          .isInstanceOf(LovageException.class)
          .hasMessageStartingWith(bad[0]);
    }
  }

  @Test
  void a_worker_of_celery_is_read_from_its_answers() {
    var answers = new HashMap<String, Map<String, JsonNode>>();
    for (var question : Peers.QUESTIONS) {
      var reply = Captures.json("pidbox-inspect-" + question + "-reply");
      answers.put(question, KombuJson.map(reply.at("/replies/0/decoded_body")));
    }
    var now = Instant.parse("2026-11-25T12:00:00Z");

    var worker = Peers.of(answers, now).getFirst();

    assertThat(worker.info().id()).isEqualTo("celery@example");
    assertThat(worker.info().host()).isEqualTo("example");
    assertThat(worker.info().queues()).containsKey("celery");
    assertThat(worker.info().types()).contains("demo.add", "demo.limited");
    assertThat(worker.running()).isEqualTo(2);
    assertThat(worker.startedAt()).isBefore(now);
  }

  @Test
  void the_calls_of_a_map_are_bound_one_by_one() {
    var star =
        new TaskMessage(
            "id",
            Builtins.STARMAP,
            new Call(
                List.of(),
                Map.of(
                    "task",
                    Signature.of("java.sub").write(),
                    "it",
                    KombuJson.read("[[7, 5], [9, 1]]"))),
            Lineage.NONE,
            Timing.NONE,
            Embed.NONE,
            Extras.NONE);
    record Pair(int x, int y) {}
    var task = new CeleryTask(null, star);

    assertThat(task.type()).isEqualTo("java.sub");
    assertThat(task.isMany()).isTrue();
    assertThat(task.argument(Pair.class)).isEqualTo("[{\"x\":7,\"y\":5},{\"x\":9,\"y\":1}]");
    assertThatThrownBy(() -> task.argument(Integer.class))
        .isInstanceOf(LovageException.class)
        .hasMessageStartingWith("java.sub() ");
  }
}
