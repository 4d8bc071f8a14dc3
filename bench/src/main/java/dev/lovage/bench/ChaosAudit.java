// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import dev.lovage.Lovage;
import dev.lovage.TaskState;
import dev.lovage.bench.embedded.ChaosApp;
import dev.lovage.spi.TaskLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Judges a store by the client's record.
final class ChaosAudit {

  private static final int SHOWN = 10;

  private ChaosAudit() {}

  /// What was found.
  ///
  /// @param lost accepted tasks that did not end
  /// @param wrong tasks that ended in a state or with a result that can't be right
  /// @param examples of both, for a person
  record Findings(long lost, long wrong, List<String> examples) {}

  /// Waits until every task has ended.
  static boolean awaitEnd(Lovage lovage, int seconds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end) {
      if (lovage.queries().queues().isEmpty()) {
        return true;
      }
      Pause.millis(100);
    }
    return false;
  }

  static Findings compare(List<ChaosTask> accepted, Lovage lovage) {
    long lost = 0;
    long wrong = 0;
    var examples = new ArrayList<String>();
    for (var task : accepted) {
      var found = lovage.queries().find(task.id);
      if (found instanceof TaskLookup.Found(var now, _, var result) && now.state().isFinal()) {
        var right = Long.toString(ChaosApp.answer(task.number));
        if (task.expected().contains(now.state())
            && (now.state() != TaskState.SUCCEEDED || right.equals(result))) {
          continue;
        }
        wrong++;
      } else {
        lost++;
      }
      if (examples.size() < SHOWN) {
        examples.add(task + " may be " + task.expected() + " but is " + found);
      }
    }
    return new Findings(lost, wrong, examples);
  }
}
