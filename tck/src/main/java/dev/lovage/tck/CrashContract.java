// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.Lovage;
import dev.lovage.LovageException;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.TaskType;
import dev.lovage.tck.Faults.Fault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Whatever call fails, before or after it took place: no accepted task is lost, none is settled
/// twice, and edges are released once.
public abstract class CrashContract extends Contract {

  @Test
  void nothing_is_lost_when_a_call_fails_and_is_repeated() {
    failAtEachPosition(false);
  }

  @Test
  void nothing_is_lost_when_a_worker_dies_of_a_failed_call() {
    failAtEachPosition(true);
  }

  @Test
  void nothing_is_lost_when_every_third_call_fails() {
    for (long seed = 1; seed <= 10; seed++) {
      run(Faults.percent(33, seed), seed % 2 == 0, "seed " + seed);
    }
  }

  private void failAtEachPosition(boolean mortal) {
    var sound = Faults.none();
    run(sound, mortal, "no fault");
    for (int position = 0; position < sound.calls(); position++) {
      run(Faults.at(position, Fault.BEFORE), mortal, "before call " + position);
      run(Faults.at(position, Fault.AFTER), mortal, "after call " + position);
    }
  }

  private void run(Faults faults, boolean mortal, String where) {
    closeStore();
    openStore();
    var plan = CrashPlan.of(this::newId);
    var driver = new CrashDriver(plan, harness, faults, mortal);
    try {
      driver.run();
      check(plan, driver);
    } catch (AssertionError e) {
      throw new AssertionError("with a fault at: " + where + ": " + e.getMessage(), e);
    }
  }

  private void check(CrashPlan plan, CrashDriver driver) {
    plan.ends().forEach((id, end) -> assertThat(state(id)).isEqualTo(end));
    driver.accepted().forEach((id, result) -> assertThat(found(id).result()).isEqualTo(result));
    for (var list : plan.lists()) {
      for (var task : list) {
        var run = task(task.id()).run();
        assertThat(run.attempt() - run.lost())
            .as("attempts settled of %s", task(task.id()))
            .isLessThanOrEqualTo(plan.mostSettled(task));
      }
    }
    var newest =
        plan.lists().stream()
            .flatMap(list -> list.stream())
            .filter(task -> task.settings().publishes() != null)
            .map(task -> found(task.id()))
            .max(Comparator.comparingLong(found -> found.task().version()))
            .orElseThrow();
    var value = engine.values().get(CrashPlan.VALUE).orElseThrow();
    assertThat(value.version()).isEqualTo(newest.task().version());
    assertThat(value.json()).isEqualTo(newest.result());
    assertThat(queries().queues()).isEmpty();
    assertThat(lease(10)).isEmpty();
  }

  @Test
  void a_real_worker_over_a_failing_store_finishes_everything() throws Exception {
    var results = new AtomicLong();
    var faulty = new Intercepted(engine, Faults.percent(20, 1));
    try (var lovage = Lovage.over(faulty, InstantSource.system(), new SplittableRandom(1))) {
      var count = lovage.task("count", Integer.class, Long.class, n -> results.incrementAndGet());
      var ids = new ArrayList<TaskId>();
      for (int i = 0; i < 60; i++) {
        ids.add(submitSafely(count, i));
      }
      var worker = lovage.startWorker(options -> options.poll(Duration.ofMillis(50)));

      ApiContract.eventually(() -> {
        // Leases whose answer was lost run out.
        advance(Duration.ofMillis(500));
        return ids.stream().allMatch(id -> state(id).isFinal());
      });

      worker.drain(Duration.ZERO);
      assertThat(ids).allMatch(id -> state(id) == TaskState.SUCCEEDED);
      assertThat(ids).extracting(id -> found(id).result()).doesNotHaveDuplicates();
    }
  }

  private TaskId submitSafely(TaskType<Integer, Long> type, int argument) {
    var id = newId();
    while (true) {
      try {
        return type.submit(argument, options -> options.id(id)).id();
      } catch (LovageException e) {
        assertThat(e.isTransient()).isTrue();
      }
    }
  }
}
