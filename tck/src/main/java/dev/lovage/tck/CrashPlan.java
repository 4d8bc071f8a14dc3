// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static dev.lovage.TaskState.CANCELLED;
import static dev.lovage.TaskState.FAILED;
import static dev.lovage.TaskState.SUCCEEDED;

import dev.lovage.TaskError;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.spi.Lease;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.Outcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Tasks of all kinds with what must become of each, whatever fails on the way.
///
/// @param lists to be submitted one after another
/// @param cancelled the task that somebody cancels
record CrashPlan(List<List<NewTask>> lists, TaskId cancelled, Map<TaskId, TaskState> ends) {

  static final String VALUE = "latest";
  private static final String FAILS = "\"fails\"";
  private static final String RETRIES = "\"retries\"";
  private static final TaskError ERROR = TaskError.of("java.io.IOException", "as planned");

  static CrashPlan of(Supplier<TaskId> ids) {
    var a = Draft.of(ids.get()).publishes(VALUE);
    var b = Draft.of(ids.get()).argument(RETRIES).publishes(VALUE);
    var c = Draft.of(ids.get()).after(a.task().id());
    var d = Draft.of(ids.get()).after(a.task().id(), b.task().id()).publishes(VALUE);
    var last = Draft.of(ids.get()).after(c.task().id(), d.task().id());
    var delayed = Draft.of(ids.get()).delay(Duration.ofSeconds(3)).publishes(VALUE);
    var fails = Draft.of(ids.get()).argument(FAILS);
    var doomed = Draft.of(ids.get()).after(fails.task().id());
    var cancelled = Draft.of(ids.get()).delay(Duration.ofDays(1));

    var ends = new LinkedHashMap<TaskId, TaskState>();
    for (var draft : List.of(a, b, c, d, last, delayed)) {
      ends.put(draft.task().id(), SUCCEEDED);
    }
    ends.put(fails.task().id(), FAILED);
    ends.put(doomed.task().id(), CANCELLED);
    ends.put(cancelled.task().id(), CANCELLED);
    return new CrashPlan(
        List.of(
            Contract.tasksOf(a, b, c),
            Contract.tasksOf(d, last),
            Contract.tasksOf(delayed, fails, doomed, cancelled)),
        cancelled.task().id(),
        ends);
  }

  /// How the attempt ends.
  ///
  /// @param result of which no two are the same, so that it tells which attempt it is from
  Outcome outcome(Lease lease, String result) {
    var argument = lease.work().argument();
    if (argument.equals(FAILS)) {
      return new Outcome.Failed(ERROR);
    }
    return argument.equals(RETRIES) && lease.attempt() == 1
        ? new Outcome.Retry(Duration.ofSeconds(1), ERROR)
        : new Outcome.Succeeded(result);
  }

  /// How many attempts may have been settled, lost ones left out.
  int mostSettled(NewTask task) {
    return task.argument().equals(RETRIES) ? 2 : ends.get(task.id()) == CANCELLED ? 0 : 1;
  }
}
