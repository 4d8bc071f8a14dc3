// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.spi.Lease;
import dev.lovage.spi.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// The table of states, driven through the store: a task is brought into each state and then
/// everything is done to it that can be done. What is not in the table must not happen, and what is
/// in it must.
public abstract class TransitionContract extends Contract {

  /// What holds of the task under test.
  private record Case(TaskId id, Lease lease, TaskId predecessor) {}

  private record Pair(TaskState from, TaskState to) {}

  /// A task in the given state, with the newest lease that it had, or one that it never had.
  private Case bring(TaskState state) {
    var blocker = running();
    var before = draft().delay(Duration.ofHours(1));
    return switch (state) {
      case WAITING -> new Case(submit(draft().after(blocker.task())), blocker, blocker.task());
      case SCHEDULED -> new Case(submit(before), blocker, blocker.task());
      case QUEUED -> new Case(submit(), blocker, blocker.task());
      case RUNNING -> with(running());
      case RETRYING -> with(running(), new Outcome.Retry(Duration.ofHours(1), ERROR));
      case SUCCEEDED -> with(running(), new Outcome.Succeeded("1"));
      case FAILED -> with(running(), new Outcome.Failed(ERROR));
      case CANCELLED -> with(running(), new Outcome.Cancelled(ERROR));
    };
  }

  private Case with(Lease lease, Outcome... outcomes) {
    for (var outcome : outcomes) {
      assertThat(settle(lease, outcome).lost()).isEmpty();
    }
    return new Case(lease.task(), lease, lease.task());
  }

  /// Everything that can be done to a task, by name.
  private Map<String, Consumer<Case>> events() {
    var events = new TreeMap<String, Consumer<Case>>();
    events.put("lease", c -> lease(100));
    events.put("cancel", c -> tasks().cancel(c.id()));
    events.put("requeue", c -> tasks().requeue(List.of(c.id())));
    events.put("reclaim", c -> tasks().reclaim());
    events.put("heartbeat", c -> beat(c.lease()));
    events.put("submit again", c -> enqueue(Draft.of(c.id())));
    events.put("succeed", c -> settle(c.lease(), new Outcome.Succeeded("2")));
    events.put("retry", c -> settle(c.lease(), new Outcome.Retry(Duration.ZERO, ERROR)));
    events.put("fail", c -> settle(c.lease(), new Outcome.Failed(ERROR)));
    events.put("end as cancelled", c -> settle(c.lease(), new Outcome.Cancelled(ERROR)));
    events.put("snooze", c -> settle(c.lease(), new Outcome.Snoozed(Duration.ofHours(1))));
    events.put("release", c -> settle(c.lease(), new Outcome.Released()));
    events.put("cancel predecessor", c -> tasks().cancel(c.predecessor()));
    events.put("let leases run out", c -> letTimePass(LEASE));
    events.put("let all come due", c -> letTimePass(Duration.ofHours(1)));
    return events;
  }

  /// Time passes under the eyes of a worker that can run nothing here, so a due task stays queued.
  private void letTimePass(Duration duration) {
    advance(duration);
    tasks().lease(request("w1", 1, "nothing-here"));
  }

  private Set<Pair> observe(Runnable freshStore) {
    var observed = new HashSet<Pair>();
    for (var from : TaskState.values()) {
      for (var event : events().entrySet()) {
        freshStore.run();
        var subject = bring(from);
        assertThat(state(subject.id())).isEqualTo(from);
        event.getValue().accept(subject);
        var to = state(subject.id());
        if (to != from) {
          assertThat(from.next()).as("%s after '%s'", from, event.getKey()).contains(to);
          observed.add(new Pair(from, to));
        }
      }
    }
    return observed;
  }

  @Test
  void what_the_table_allows_happens_and_nothing_else() {
    var observed = observe(this::reopen);
    // The one way that needs two steps: a delayed task is released before its time.
    reopen();
    var first = running();
    var delayed = submit(draft().after(first.task()).delay(Duration.ofHours(1)));
    assertThat(state(delayed)).isEqualTo(TaskState.WAITING);
    succeed(first);
    observed.add(new Pair(TaskState.WAITING, state(delayed)));

    assertThat(observed).containsExactlyInAnyOrderElementsOf(table());
  }

  private void reopen() {
    closeStore();
    openStore();
  }

  private static List<Pair> table() {
    var pairs = new ArrayList<Pair>();
    for (var from : TaskState.values()) {
      from.next().forEach(to -> pairs.add(new Pair(from, to)));
    }
    return pairs;
  }

  @Test
  void an_ended_task_keeps_its_result_and_its_end_whatever_is_done_to_it() {
    for (var end : List.of(TaskState.SUCCEEDED, TaskState.FAILED, TaskState.CANCELLED)) {
      var events = events();
      if (end != TaskState.SUCCEEDED) {
        events.remove("requeue");
      }
      for (var event : events.entrySet()) {
        reopen();
        var subject = bring(end);
        var before = found(subject.id());

        event.getValue().accept(subject);

        assertThat(found(subject.id())).as("%s after '%s'", end, event.getKey()).isEqualTo(before);
      }
    }
  }
}
