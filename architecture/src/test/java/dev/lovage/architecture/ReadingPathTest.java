// SPDX-License-Identifier: Apache-2.0
package dev.lovage.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The fifth law: at most five hops from the door to the heart. Each class of a path uses the next
/// one; an interface passes on to what implements it. docs/internals.md walks the same paths.
class ReadingPathTest {

  private static final int MOST_HOPS = 5;
  private static final List<String> TO_THE_LEDGER =
      List.of(
          "dev.lovage.Lovage",
          "dev.lovage.worker.LeasingWorker",
          "dev.lovage.worker.Dispatcher",
          "dev.lovage.worker.TaskSource",
          "dev.lovage.spi.TaskStore");
  private static final List<String> TO_THE_HANDLER =
      List.of(
          "dev.lovage.Lovage",
          "dev.lovage.worker.LeasingWorker",
          "dev.lovage.worker.Dispatcher",
          "dev.lovage.worker.Attempt",
          "dev.lovage.TaskHandler");

  private final JavaClasses code = Code.MAIN;

  @Test
  void theLedgerIsFiveHopsAway() {
    walk(TO_THE_LEDGER);
  }

  @Test
  void theHandlerIsFiveHopsAway() {
    walk(TO_THE_HANDLER);
  }

  private void walk(List<String> path) {
    assertThat(path).hasSizeLessThanOrEqualTo(MOST_HOPS);
    for (int i = 1; i < path.size(); i++) {
      JavaClass from = code.get(path.get(i - 1));
      JavaClass to = code.get(path.get(i));
      var known =
          Stream.concat(Stream.of(from), from.getAllSubclasses().stream())
              .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
              .map(d -> d.getTargetClass().getName());
      assertThat(known).as("%s leads to the next hop", from.getSimpleName()).contains(to.getName());
    }
  }
}
