// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.LovageException;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.spi.Engine;
import dev.lovage.spi.Heartbeat;
import dev.lovage.spi.Heartbeat.Beat;
import dev.lovage.spi.Lease;
import dev.lovage.spi.LeaseRequest;
import dev.lovage.spi.Leases;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.Report;
import dev.lovage.spi.Settlement;
import dev.lovage.spi.TaskLookup.Found;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A client and a worker in one thread over a store whose calls may fail. The client repeats what
/// failed. The worker repeats it too, or it dies of it and another one begins.
final class CrashDriver {

  private static final int MOST_TURNS = 200;

  private final CrashPlan plan;
  private final EngineHarness harness;
  private final Engine faulty;
  private final boolean mortal;

  /// Results of settlements that the store has accepted.
  private final Map<TaskId, String> accepted = new HashMap<>();

  private final Map<TaskId, String> seen = new HashMap<>();
  private int workers = 1;
  private int results;

  /// @param mortal whether a failed call is the end of a worker
  CrashDriver(CrashPlan plan, EngineHarness harness, Faults faults, boolean mortal) {
    this.plan = plan;
    this.harness = harness;
    this.faulty = new Intercepted(harness.engine(), faults);
    this.mortal = mortal;
  }

  Map<TaskId, String> accepted() {
    return accepted;
  }

  void run() {
    for (var list : plan.lists()) {
      repeat(() -> faulty.tasks().enqueue(list));
    }
    repeat(() -> faulty.tasks().cancel(plan.cancelled()));
    for (int turn = 0; turn < MOST_TURNS; turn++) {
      try {
        live();
        if (isDone()) {
          return;
        }
      } catch (LovageException e) {
        // This worker is dead and its leases run out.
        workers++;
        harness.advance(Contract.LEASE);
      }
      harness.advance(Duration.ofSeconds(1));
    }
    throw new AssertionError("tasks were lost: " + states());
  }

  /// One worker's turns until it finds nothing to do.
  private void live() {
    var leases = call(() -> faulty.tasks().lease(request())).leases();
    while (!leases.isEmpty()) {
      leases = settle(hold(leases)).leases();
      check();
    }
    call(() -> faulty.tasks().reclaim());
    call(() -> faulty.tasks().prune(10));
  }

  private List<Lease> hold(List<Lease> leases) {
    for (var lease : leases) {
      checkPredecessors(lease);
    }
    var beats = leases.stream().map(lease -> new Beat(lease, Report.empty())).toList();
    var heartbeat = new Heartbeat(Contract.worker(name()), Contract.LEASE, beats, false);
    assertThat(call(() -> faulty.tasks().extend(heartbeat)).lost()).isEmpty();
    return leases;
  }

  private Leases settle(List<Lease> leases) {
    var settlements = new ArrayList<Settlement>();
    for (var lease : leases) {
      var outcome = plan.outcome(lease, Integer.toString(++results));
      settlements.add(new Settlement(lease, outcome, Report.empty()));
    }
    var settled = call(() -> faulty.tasks().settle(settlements, request()));
    for (var settlement : settlements) {
      var id = settlement.lease().task();
      if (settlement.outcome() instanceof Outcome.Succeeded(var result, var _)
          && !settled.lost().contains(id)) {
        assertThat(accepted.put(id, result)).as("result of %s settled before", id).isNull();
      }
    }
    return settled.next();
  }

  /// A result that was there once never changes.
  private void check() {
    for (var id : plan.ends().keySet()) {
      var result = find(id).result();
      if (result != null) {
        var before = seen.putIfAbsent(id, result);
        assertThat(result).isEqualTo(before == null ? result : before);
      }
    }
  }

  private void checkPredecessors(Lease lease) {
    for (var list : plan.lists()) {
      for (var task : list) {
        if (task.id().equals(lease.task())) {
          assertThat(task.after())
              .as("predecessors of a leased task")
              .allMatch(id -> find(id).task().state() == TaskState.SUCCEEDED);
        }
      }
    }
  }

  /// What the store truly holds, without faults.
  Found find(TaskId id) {
    var lookup = harness.engine().queries().find(id);
    assertThat(lookup).as("an accepted task").isInstanceOf(Found.class);
    return (Found) lookup;
  }

  private boolean isDone() {
    return plan.ends().keySet().stream().allMatch(id -> find(id).task().state().isFinal());
  }

  private String states() {
    return plan.ends().keySet().stream().map(id -> find(id).task()).toList().toString();
  }

  private String name() {
    return "w" + workers;
  }

  private LeaseRequest request() {
    return Contract.request(name(), 2);
  }

  private <T> T call(Supplier<T> call) {
    return mortal ? call.get() : repeat(call);
  }

  private static <T> T repeat(Supplier<T> call) {
    for (int i = 0; i < 100; i++) {
      try {
        return call.get();
      } catch (LovageException e) {
        assertThat(e.isTransient()).as("only transient errors may be repeated: " + e).isTrue();
      }
    }
    throw new AssertionError("a call failed a hundred times");
  }
}
