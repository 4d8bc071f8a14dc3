// SPDX-License-Identifier: Apache-2.0
package dev.lovage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.Lovage;
import dev.lovage.RetryPolicy;
import dev.lovage.TaskFailedException;
import dev.lovage.TaskState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// How users test their tasks: nothing but the platform over a store in memory.
class MemoryEngineExampleTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private static long fibonacci(int n) {
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
  }

  @Test
  void a_task_is_computed_and_its_value_served() throws Exception {
    try (var lovage = Lovage.over(MemoryEngine.create())) {
      var current = lovage.served("current", 0L);
      var massive =
          lovage.task(
              "fibonacci",
              Integer.class,
              Long.class,
              MemoryEngineExampleTest::fibonacci,
              options -> options.publishes(current));
      var worker = lovage.startWorker();

      assertThat(massive.submit(20).await(SOON)).isEqualTo(6_765);
      worker.drain(SOON);
    }
  }

  @Test
  void a_delay_of_three_days_takes_no_time() throws Exception {
    var time = new ManualTime();
    try (var lovage = Lovage.over(MemoryEngine.create(time))) {
      var remind = lovage.task("remind", String.class, String.class, name -> "Hello " + name);
      var worker = lovage.startWorker();
      var handle = remind.submit("Zoë", options -> options.delay(Duration.ofDays(3)));
      assertThat(handle.state()).isEqualTo(TaskState.SCHEDULED);

      time.advance(Duration.ofDays(3));

      assertThat(handle.await(SOON)).isEqualTo("Hello Zoë");
      worker.drain(SOON);
    }
  }

  @Test
  void a_failure_is_seen_as_it_would_be_from_another_process() {
    try (var lovage = Lovage.over(MemoryEngine.create())) {
      var task =
          lovage.task(
              "divide",
              Integer.class,
              Integer.class,
              n -> 1 / n,
              options -> options.retry(RetryPolicy.none()));
      var worker = lovage.startWorker();

      assertThatThrownBy(() -> task.submit(0).await(SOON))
          .isInstanceOfSatisfying(
              TaskFailedException.class,
              e -> assertThat(e.error().type()).isEqualTo("java.lang.ArithmeticException"));
      worker.drain(SOON);
    }
  }
}
