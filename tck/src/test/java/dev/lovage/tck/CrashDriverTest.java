// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.LovageException;
import dev.lovage.TaskId;
import dev.lovage.spi.Leases;
import dev.lovage.spi.Settled;
import dev.lovage.tck.Faults.Fault;
import dev.lovage.tck.Intercepted.Interceptor;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The crash driver notices a store that loses tasks or settlements, and faults come where they
/// should.
class CrashDriverTest {

  private static void drive(Interceptor flaw) {
    try (var harness = new FlawedHarness(new MemoryHarness(), flaw)) {
      var random = new SplittableRandom(1);
      var plan = CrashPlan.of(() -> TaskId.next(harness.clock(), random));
      new CrashDriver(plan, harness, Faults.none(), false).run();
    }
  }

  @Test
  void a_sound_store_passes() {
    drive((method, arguments, engine) -> engine.with(arguments));
  }

  @Test
  void an_accepted_task_that_is_lost_is_noticed() {
    Interceptor flaw =
        (method, arguments, engine) -> {
          if (method.equals("enqueue")) {
            var tasks = (List<?>) arguments[0];
            return engine.with(tasks.subList(0, tasks.size() - 1));
          }
          return engine.with(arguments);
        };

    assertThatThrownBy(() -> drive(flaw)).isInstanceOf(AssertionError.class);
  }

  @Test
  void a_settlement_that_is_acknowledged_but_not_written_is_noticed() {
    Interceptor flaw =
        (method, arguments, engine) ->
            method.equals("settle")
                ? new Settled(List.of(), Leases.none())
                : engine.with(arguments);

    assertThatThrownBy(() -> drive(flaw))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("settled before");
  }

  @Test
  void a_fault_before_a_call_prevents_it_and_one_after_it_hides_its_answer() throws Throwable {
    var carriedOut = new int[1];
    Intercepted.Proceed engine = arguments -> ++carriedOut[0];
    var before = Faults.at(1, Fault.BEFORE);
    var after = Faults.at(1, Fault.AFTER);

    assertThat(before.call("lease", new Object[0], engine)).isEqualTo(1);
    assertThatThrownBy(() -> before.call("lease", new Object[0], engine))
        .isInstanceOfSatisfying(LovageException.class, e -> assertThat(e.isTransient()).isTrue());
    assertThat(carriedOut[0]).isEqualTo(1);
    after.call("lease", new Object[0], engine);
    assertThatThrownBy(() -> after.call("lease", new Object[0], engine))
        .isInstanceOf(LovageException.class);
    assertThat(carriedOut[0]).isEqualTo(3);
    assertThat(after.calls()).isEqualTo(2);
  }
}
