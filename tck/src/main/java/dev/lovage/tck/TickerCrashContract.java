// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.ActionStream;
import dev.lovage.Cause;
import dev.lovage.Lovage;
import dev.lovage.LovageException;
import dev.lovage.TaskType;
import dev.lovage.schedule.Missed;
import dev.lovage.schedule.Scheduler;
import dev.lovage.schedule.Schedules;
import dev.lovage.schedule.Triggers;
import dev.lovage.spi.Lease;
import dev.lovage.spi.TaskFilter;
import dev.lovage.tck.Faults.Fault;
import dev.lovage.testkit.ManualTime;
import dev.lovage.testkit.MemoryEngine;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Whatever call of those who run schedules and triggers fails, before or after it took place, and
/// even if they die of it: each cause has its task, and one only.
public abstract class TickerCrashContract extends Contract {

  private static final int ROUNDS = 4;
  private static final int POSITIONS = 40;

  @Test
  void each_cause_has_one_task_wherever_a_call_fails() {
    var sound = Faults.none();
    run(sound, "no fault");
    int step = Math.max(1, sound.calls() / POSITIONS);
    for (int position = 0; position < sound.calls(); position += step) {
      run(Faults.at(position, Fault.BEFORE), "before call " + position);
      run(Faults.at(position, Fault.AFTER), "after call " + position);
    }
  }

  @Test
  void each_cause_has_one_task_when_every_tenth_call_fails() {
    for (long seed = 1; seed <= 10; seed++) {
      run(Faults.percent(10, seed), "seed " + seed);
    }
  }

  private void run(Faults faults, String where) {
    closeStore();
    openStore();
    var log = MemoryEngine.create(new ManualTime(now()));
    try {
      var users = new Member(new Intercepted(engine, Faults.none(), log::openActions));
      users.declare();
      users.scheduler();
      for (int round = 1; round <= ROUNDS; round++) {
        happen(users, round);
        advance(Duration.ofMinutes(1));
        live(faults, log);
      }
      advance(Duration.ofMinutes(1));
      live(faults, log);
      check();
    } catch (AssertionError e) {
      throw new AssertionError("with a fault at: " + where + ": " + e.getMessage(), e);
    }
  }

  /// What the triggers wait for.
  private void happen(Member users, int round) {
    users.views.append("ada", "view", round);
    users.views.append("bob", "view", round);
    engine.values().publish("model", round, "\"" + round + "\"");
    succeed(running(draft().queue("other")));
  }

  @Override
  Lease running(Draft draft) {
    var id = submit(draft);
    return tasks().lease(request("w1", 100, "other")).leases().stream()
        .filter(lease -> lease.task().equals(id))
        .findAny()
        .orElseThrow();
  }

  /// Processes that die of a failed call, one after another, until one finds nothing to do.
  private void live(Faults faults, MemoryEngine log) {
    for (int deaths = 0; deaths < 1_000; deaths++) {
      try {
        var process = new Member(new Intercepted(engine, faults, log::openActions));
        process.declare();
        var scheduler = process.scheduler();
        int idle = 0;
        while (idle < 2) {
          idle = scheduler.turn() ? 0 : idle + 1;
        }
        return;
      } catch (LovageException e) {
        assertThat(e.isTransient()).as("%s", e).isTrue();
      }
    }
    throw new AssertionError("a thousand processes died");
  }

  private void check() {
    var causes =
        queries().list(new TaskFilter(null, "made", null, null, 1_000)).tasks().stream()
            .map(task -> task.placement().cause())
            .toList();
    assertThat(causes).doesNotContainNull().doesNotHaveDuplicates();
    assertThat(whats(causes, "minutely")).hasSize(ROUNDS + 1);
    assertThat(whats(causes, "on-model"))
        .containsExactlyInAnyOrder(
            "value model, version 1",
            "value model, version 2",
            "value model, version 3",
            "value model, version 4");
    assertThat(whats(causes, "on-work")).hasSize(ROUNDS);
    assertThat(whats(causes, "third"))
        .containsExactlyInAnyOrder("action 3 in views", "action 6 in views");
    assertThat(whats(causes, "second"))
        .containsExactlyInAnyOrder(
            "action 2 of ada in views",
            "action 4 of ada in views",
            "action 2 of bob in views",
            "action 4 of bob in views");
    assertThat(whats(causes, "quiet")).containsExactly("quiet after action 8 in views");
  }

  private static List<String> whats(List<Cause> causes, String name) {
    return causes.stream()
        .filter(cause -> cause.name().equals(name))
        .map(Cause::what)
        .sorted()
        .toList();
  }

  /// One process of an app, with the declarations that all of them have. It does not close the
  /// engine, which the next one uses.
  private final class Member {

    private final Lovage lovage;
    private final TaskType<String, String> made;
    private final TaskType<Integer, Integer> work;
    private final ActionStream<Integer> views;
    private final Schedules schedules;
    private final Triggers triggers;

    Member(Intercepted faulty) {
      this.lovage = Lovage.over(faulty, harness.clock(), new SplittableRandom(1));
      this.made = lovage.task("made", String.class, String.class, text -> text);
      this.work = lovage.task("work", Integer.class, Integer.class);
      this.views = lovage.actions().stream("views", Integer.class);
      this.schedules = Schedules.over(lovage);
      this.triggers = Triggers.over(lovage);
    }

    void declare() {
      var model = lovage.served("model", "none");
      schedules.declare(
          "minutely", made, "x", s -> s.every(Duration.ofMinutes(1)).missed(Missed.ALL));
      triggers.declare("on-model", made, "x", t -> t.published(model));
      triggers.declare("on-work", made, "x", t -> t.succeeded(work));
      triggers.declare("third", made, "x", t -> t.actions(views, 3));
      triggers.declare("second", made, "x", t -> t.actionsOfUser(views, 2));
      triggers.declare("quiet", made, "x", t -> t.quiet(views, Duration.ofSeconds(30)));
    }

    Scheduler scheduler() {
      return Scheduler.byHand(schedules, triggers);
    }
  }
}
