// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lovage.ServedValue;
import dev.lovage.TaskType;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Served values through the public API.
public abstract class ServedContract extends ApiContract {

  private TaskType<Integer, Long> squareInto(ServedValue<Long> value) {
    return lovage.task(
        "square",
        Integer.class,
        Long.class,
        n -> (long) n * n,
        options -> options.publishes(value));
  }

  @Test
  void a_served_value_can_be_read_before_anything_was_computed() {
    var current = lovage.served("current", 0L);

    assertThat(current.get()).isZero();
    assertThat(current.snapshot().version()).isZero();
  }

  @Test
  void each_result_becomes_the_newest_value() throws Exception {
    var current = lovage.served("current", 0L);
    var square = squareInto(current);
    start();

    square.submit(3).await(SOON);
    eventually(() -> Long.valueOf(9).equals(current.get()));
    var second = square.submit(4);
    second.await(SOON);
    eventually(() -> Long.valueOf(16).equals(current.get()));

    assertThat(current.snapshot().version()).isEqualTo(second.task().version());
  }

  @Test
  void who_turns_a_value_back_reads_it_at_once() throws Exception {
    var current = lovage.served("current", 0L);
    var square = squareInto(current);
    start();
    square.submit(3).await(SOON);
    square.submit(4).await(SOON);
    var nine = lovage.values().history("current").versions().getLast();

    for (int i = 0; i < 50; i++) {
      var back = lovage.values().rollback("current", nine.version()).orElseThrow();
      assertThat(current.json()).isEqualTo(back);
      assertThat(current.get()).isEqualTo(9);
      assertThat(lovage.values().pin("current", back.version())).hasValue(current.json());
      assertThat(lovage.values().unpin("current")).hasValue(current.json());
      nine = back;
    }
  }

  @Test
  void a_slow_old_task_does_not_overwrite_a_newer_answer() throws Exception {
    var current = lovage.served("current", "none");
    var gate = new CountDownLatch(1);
    var task =
        lovage.task(
            "slow",
            String.class,
            String.class,
            name -> {
              if (name.equals("old")) {
                await(gate);
              }
              return name;
            },
            options -> options.publishes(current));
    start();

    var old = task.submit("old");
    task.submit("new").await(SOON);
    eventually(() -> "new".equals(current.get()));
    gate.countDown();
    assertThat(old.await(SOON)).isEqualTo("old");

    assertThat(engine.values().get("current").orElseThrow().json()).isEqualTo("\"new\"");
    assertThat(current.get()).isEqualTo("new");
  }

  @Test
  void readers_never_see_a_value_go_backwards() throws Exception {
    var current = lovage.served("current", 0L);
    var square = squareInto(current);
    start();

    var handles = square.submitAll(IntStream.rangeClosed(1, 200).boxed().toList());
    long before = 0;
    while (handles.stream().skip(199).anyMatch(handle -> !handle.state().isFinal())) {
      long version = current.snapshot().version();
      assertThat(version).isGreaterThanOrEqualTo(before);
      before = version;
    }
    handles.getLast().await(SOON);

    eventually(() -> Long.valueOf(40_000).equals(current.get()));
  }

  @Test
  void a_value_is_seen_in_another_process() throws Exception {
    var handle = harness.another();
    assumeTrue(handle.isPresent(), "this engine's store can't be shared by handles");
    var there = elsewhere(handle.orElseThrow()).served("current", 0L);
    var square = squareInto(lovage.served("current", 0L));
    start();

    square.submit(5).await(SOON);

    eventually(() -> Long.valueOf(25).equals(there.get()));
  }

  @Test
  void a_value_that_was_computed_before_is_served_at_once() throws Exception {
    engine.values().publish("current", 7, "49");

    assertThat(lovage.served("current", 0L).get()).isEqualTo(49);
    assertThat(lovage.values().get("current").orElseThrow().version()).isEqualTo(7);
    assertThat(lovage.values().get("unknown")).isEmpty();
  }
}
