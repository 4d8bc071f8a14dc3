// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lovage.Cause;
import dev.lovage.TaskId;
import dev.lovage.spi.Engine;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.Fired;
import dev.lovage.spi.SignalListener;
import dev.lovage.spi.TaskFilter;
import dev.lovage.spi.Tick;
import dev.lovage.spi.Tick.Firing;
import dev.lovage.spi.Ticker;
import dev.lovage.spi.Ticker.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Schedules and triggers: each moves once per tick, together with its tasks.
public abstract class TickerContract extends Contract {

  private static final Cause CAUSE = new Cause("schedule", "nightly", "2026-01-01T03:00:00Z");

  static Ticker ticker(String name, @Nullable Instant dueAt) {
    return new Ticker(
        Kind.SCHEDULE,
        name,
        new Ticker.Definition("{\"é\":1}", null),
        new Ticker.Position(0, "{\"at\":0}", dueAt),
        false);
  }

  private static Ticker trigger(String name, String source) {
    return new Ticker(
        Kind.TRIGGER,
        name,
        new Ticker.Definition("{}", source),
        new Ticker.Position(0, "{}", null),
        false);
  }

  private static Ticker paused(Ticker ticker, boolean paused) {
    return new Ticker(ticker.kind(), ticker.name(), ticker.definition(), ticker.position(), paused);
  }

  private Ticker put(Ticker ticker) {
    assertThat(engine.tickers().put(ticker)).isTrue();
    return stored(ticker.kind(), ticker.name());
  }

  private Ticker stored(Kind kind, String name) {
    return engine.tickers().find(kind, name).orElseThrow();
  }

  private Tick tick(Ticker ticker, @Nullable Instant next, Draft... drafts) {
    return step(
        ticker, new Ticker.Position(ticker.position().revision(), "{\"at\":1}", next), drafts);
  }

  private static Tick step(Ticker ticker, Ticker.Position next, Draft... drafts) {
    return new Tick(
        ticker.kind(),
        ticker.name(),
        next,
        tasksOf(drafts).stream().map(task -> new Firing(task, CAUSE)).toList(),
        List.of());
  }

  private Fired fire(Tick tick) {
    return tasks().fire(List.of(tick)).getFirst();
  }

  private List<String> due(Duration ahead) {
    return engine.tickers().due(ahead, 100).tickers().stream().map(Ticker::name).toList();
  }

  private Engine anotherHandle() {
    var other = harness.another();
    assumeTrue(other.isPresent(), "this engine's store can't be shared by handles");
    return other.orElseThrow();
  }

  @Test
  void what_was_put_can_be_read() {
    var put = put(ticker("nightly", now().plusSeconds(60)));

    assertThat(put.definition()).isEqualTo(new Ticker.Definition("{\"é\":1}", null));
    assertThat(put.position().cursor()).isEqualTo("{\"at\":0}");
    assertThat(put.position().dueAt()).isEqualTo(now().plusSeconds(60));
    assertThat(put.position().revision()).isPositive();
    assertThat(put.paused()).isFalse();
    assertThat(engine.tickers().find(Kind.TRIGGER, "nightly")).isEmpty();
    assertThat(engine.tickers().find(Kind.SCHEDULE, "daily")).isEmpty();
  }

  @Test
  void all_of_a_kind_are_listed_by_name() {
    put(ticker("b", null));
    put(ticker("B", null));
    put(ticker("a", null));
    put(trigger("c", "value x"));

    assertThat(engine.tickers().list(Kind.SCHEDULE))
        .extracting(Ticker::name)
        .containsExactly("B", "a", "b");
    assertThat(engine.tickers().list(Kind.TRIGGER)).containsExactly(stored(Kind.TRIGGER, "c"));
  }

  @Test
  void a_change_must_name_the_revision_that_it_follows() {
    var first = put(ticker("nightly", null));

    assertThat(engine.tickers().put(ticker("nightly", now()))).isFalse();
    assertThat(stored(Kind.SCHEDULE, "nightly")).isEqualTo(first);
    var second = put(paused(first, true));
    assertThat(second.paused()).isTrue();
    assertThat(second.position().revision()).isGreaterThan(first.position().revision());
    assertThat(engine.tickers().put(first)).isFalse();
  }

  @Test
  void what_was_removed_is_gone_and_can_be_put_again() {
    var first = put(ticker("nightly", now()));

    assertThat(engine.tickers().remove(Kind.SCHEDULE, "nightly")).isTrue();
    assertThat(engine.tickers().remove(Kind.SCHEDULE, "nightly")).isFalse();
    assertThat(engine.tickers().find(Kind.SCHEDULE, "nightly")).isEmpty();
    assertThat(fire(tick(first, null, draft())).won()).isFalse();
    assertThat(engine.tickers().put(first)).isFalse();
    put(ticker("nightly", now()));
  }

  @Test
  void due_is_what_is_not_paused_and_whose_time_has_come_the_earliest_first() {
    put(ticker("soon", now().plusSeconds(5)));
    put(ticker("now", now()));
    put(ticker("past", now().minusSeconds(9)));
    put(ticker("never", null));
    put(ticker("later", now().plusSeconds(7)));
    put(paused(ticker("paused", now()), true));

    assertThat(due(Duration.ZERO)).containsExactly("past", "now");
    assertThat(due(Duration.ofSeconds(5))).containsExactly("past", "now", "soon");
    var due = engine.tickers().due(Duration.ZERO, 1);
    assertThat(due.now()).isEqualTo(now());
    assertThat(due.tickers()).extracting(Ticker::name).containsExactly("past");
    assertThat(due.next()).isEqualTo(now());
    assertThat(engine.tickers().due(Duration.ZERO, 9).next()).isEqualTo(now().plusSeconds(5));
    assertThat(engine.tickers().due(Duration.ofSeconds(9), 9).next()).isNull();
    advance(Duration.ofSeconds(6));
    assertThat(due(Duration.ZERO)).containsExactly("past", "now", "soon");
  }

  @Test
  void a_tick_moves_the_cursor_and_accepts_the_task_with_its_cause() {
    var ticker = put(ticker("nightly", now()));
    var draft = draft().publishes("latest");

    var fired = fire(tick(ticker, now().plusSeconds(60), draft));

    assertThat(fired.won()).isTrue();
    assertThat(fired.tasks()).hasSize(1);
    assertThat(fired.tasks().getFirst().added()).isTrue();
    var moved = stored(Kind.SCHEDULE, "nightly");
    assertThat(moved.position().cursor()).isEqualTo("{\"at\":1}");
    assertThat(moved.position().dueAt()).isEqualTo(now().plusSeconds(60));
    assertThat(moved.position().revision()).isGreaterThan(ticker.position().revision());
    assertThat(task(draft.task().id()).placement().cause()).isEqualTo(CAUSE);
    assertThat(queries().list(new TaskFilter(null, null, null, null, 5)).tasks())
        .extracting(task -> task.placement().cause())
        .containsExactly(CAUSE);
    succeed(lease());
    assertThat(task(draft.task().id()).placement().cause()).isEqualTo(CAUSE);
    assertThat(task(submit()).placement().cause()).isNull();
  }

  @Test
  void the_same_tick_is_carried_out_once() {
    var ticker = put(ticker("nightly", now()));
    var first = draft();
    var second = draft();
    fire(tick(ticker, now().plusSeconds(60), first));

    assertThat(fire(tick(ticker, now().plusSeconds(60), second))).isEqualTo(Fired.lost());
    assertThat(queries().states(List.of(first.task().id(), second.task().id())).keySet())
        .containsExactly(first.task().id());
  }

  @Test
  void a_task_that_is_known_is_left_as_it_is() {
    var ticker = put(ticker("nightly", now()));
    var draft = draft();
    var version = enqueue(draft).getFirst().version();

    var fired = fire(tick(ticker, null, draft));

    assertThat(fired.won()).isTrue();
    assertThat(fired.tasks().getFirst().added()).isFalse();
    assertThat(fired.tasks().getFirst().version()).isEqualTo(version);
    assertThat(task(draft.task().id()).placement().cause()).isNull();
  }

  @Test
  void many_ticks_at_once_stand_each_for_itself() {
    var gone = ticker("gone", now());
    var late = put(ticker("late", now()));
    fire(tick(late, now()));
    var a = put(ticker("a", now()));
    var b = put(ticker("b", now()));
    var drafts = new Draft[] {draft(), draft().queue("other"), draft(), draft()};

    var fired =
        tasks()
            .fire(
                List.of(
                    tick(a, now().plusSeconds(1), drafts[0], drafts[1]),
                    tick(late, null, draft()),
                    tick(gone, null, draft()),
                    tick(b, null, drafts[2], drafts[3])));

    assertThat(fired).extracting(Fired::won).containsExactly(true, false, false, true);
    assertThat(fired.getFirst().tasks()).hasSize(2);
    assertThat(fired.getLast().tasks())
        .extracting(Enqueued::id)
        .containsExactly(drafts[2].task().id(), drafts[3].task().id());
    assertThat(stored(Kind.SCHEDULE, "b").position().dueAt()).isNull();
    for (var draft : drafts) {
      assertThat(task(draft.task().id()).placement().cause()).isEqualTo(CAUSE);
    }
  }

  @Test
  void a_ticker_that_is_paused_does_not_tick() {
    var ticker = put(paused(ticker("nightly", now()), true));

    assertThat(fire(tick(ticker, null, draft())).won()).isFalse();
    assertThat(fire(any(ticker, draft())).won()).isFalse();
  }

  private static Tick any(Ticker ticker, Draft... drafts) {
    return step(ticker, new Ticker.Position(Tick.ANY, "", null), drafts);
  }

  @Test
  void a_tick_of_any_revision_moves_nothing() {
    var ticker = put(ticker("nightly", now()));
    var draft = draft();
    fire(tick(ticker, now()));
    var before = stored(Kind.SCHEDULE, "nightly");

    assertThat(fire(any(ticker, draft)).won()).isTrue();
    assertThat(fire(any(ticker, draft)).tasks().getFirst().added()).isFalse();
    assertThat(stored(Kind.SCHEDULE, "nightly")).isEqualTo(before);
    assertThat(task(draft.task().id()).placement().cause()).isEqualTo(CAUSE);
    assertThat(fire(any(ticker("gone", null), draft())).won()).isFalse();
  }

  @Test
  void of_many_processes_one_carries_a_tick_out() throws Exception {
    var other = anotherHandle();
    for (int round = 0; round < 10; round++) {
      var ticker = put(ticker("round" + round, now()));
      var calls = new ArrayList<Callable<Boolean>>();
      for (int i = 0; i < 6; i++) {
        var engineOfCall = i % 2 == 0 ? engine : other;
        var call = tick(ticker, null, draft());
        calls.add(() -> engineOfCall.tasks().fire(List.of(call)).getFirst().won());
      }
      try (var threads = Executors.newFixedThreadPool(6)) {
        int won = 0;
        for (var answer : threads.invokeAll(calls)) {
          won += answer.get() ? 1 : 0;
        }
        assertThat(won).isEqualTo(1);
      }
    }
    assertThat(lease(100)).hasSize(10);
  }

  @Test
  void a_cause_is_forgotten_with_its_task() {
    var ticker = put(ticker("nightly", now()));
    var draft = draft().ttl(Duration.ofSeconds(1));
    fire(tick(ticker, null, draft));
    succeed(lease());
    advance(Duration.ofDays(31));
    while (tasks().prune(10) > 0) {
      // Until all is forgotten.
    }
    advance(Duration.ofDays(31));
    tasks().prune(10);

    TaskId again = submit(draft);
    assertThat(task(again).placement().cause()).isNull();
  }

  @Test
  void a_change_wakes_those_who_listen() throws Exception {
    var other = anotherHandle();
    var woken = new CountDownLatch(2);
    try (var _ =
            engine
                .signals()
                .listen(
                    new SignalListener() {
                      @Override
                      public void ready() {
                        woken.countDown();
                      }
                    });
        var _ =
            other
                .signals()
                .listen(
                    new SignalListener() {
                      @Override
                      public void changed() {
                        woken.countDown();
                      }
                    })) {
      put(ticker("nightly", now()));

      assertThat(woken.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
