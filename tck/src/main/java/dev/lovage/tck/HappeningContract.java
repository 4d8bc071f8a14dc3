// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.Cause;
import dev.lovage.TaskState;
import dev.lovage.spi.Fired;
import dev.lovage.spi.Happening;
import dev.lovage.spi.LeaseRequest;
import dev.lovage.spi.Mark;
import dev.lovage.spi.Tick;
import dev.lovage.spi.Tick.Firing;
import dev.lovage.spi.Ticker;
import dev.lovage.spi.Ticker.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What happens in the store is noted for those who wait for it, once, in the same transaction.
public abstract class HappeningContract extends Contract {

  private static final Cause CAUSE = new Cause("trigger", "done", "a test");

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

  private Fired fire(Tick tick) {
    return tasks().fire(List.of(tick)).getFirst();
  }

  private List<Happening> happenings() {
    return engine.tickers().due(Duration.ZERO, 100).happenings();
  }

  @Test
  void a_result_that_is_published_is_noted_for_those_who_wait_for_it() {
    put(trigger("on-model", "value model"));
    var lease = running(draft().publishes("model"));
    succeed(lease, "\"é\"");
    succeed(running(draft().publishes("other")));

    assertThat(happenings()).hasSize(1);
    var happening = happenings().getFirst();
    assertThat(happening.kind()).isEqualTo(Kind.TRIGGER);
    assertThat(happening.name()).isEqualTo("on-model");
    assertThat(happening.at()).isEqualTo(now());
    assertThat(happening.what())
        .isEqualToIgnoringWhitespace("{\"name\":\"model\",\"version\":" + lease.version() + "}");
  }

  @Test
  void every_version_is_noted_and_none_that_was_refused() {
    put(trigger("on-model", "value model"));
    engine.values().publish("model", 2, "2");
    engine.values().publish("model", 1, "1");
    engine.values().publish("model", 2, "3");
    engine.values().publish("model", 5, "5");
    engine.values().pin("model", 5);
    engine.values().publish("model", 6, "6");

    assertThat(happenings()).extracting(Happening::what).hasSize(2);
    assertThat(happenings().getLast().what()).contains("5");
  }

  @Test
  void a_task_that_ended_is_noted_by_its_type_and_end() {
    put(trigger("done", "succeeded work"));
    put(trigger("broken", "failed work"));
    put(trigger("other", "succeeded play"));
    var succeeded = succeed(running());
    var failed = fail(running());
    tasks().cancel(submit());
    retry(running(), Duration.ofDays(1));

    assertThat(happenings()).extracting(Happening::name).containsExactly("done", "broken");
    assertThat(happenings().getFirst().what())
        .isEqualToIgnoringWhitespace(
            "{\"task\":\"" + succeeded + "\",\"type\":\"work\",\"state\":\"SUCCEEDED\"}");
    assertThat(happenings().getLast().what()).contains(failed.toString());
  }

  @Test
  void a_task_that_was_lost_too_often_is_noted_as_failed() {
    put(trigger("broken", "failed work"));
    var id = running(draft().maxLost(1)).task();
    letLeasesRunOut();
    tasks().reclaim();

    assertThat(task(id).state()).isEqualTo(TaskState.FAILED);
    assertThat(happenings()).hasSize(1);
  }

  @Test
  void the_version_of_the_argument_is_no_part_of_the_type() {
    put(trigger("done", "succeeded work"));
    submit(draft().type("work@3"));
    var request =
        new LeaseRequest(
            "w1", LEASE, Set.of("work@3"), List.of(new LeaseRequest.QueueLimit("default", 1)));
    succeed(tasks().lease(request).leases().getFirst());

    assertThat(happenings()).hasSize(1);
    assertThat(happenings().getFirst().what()).contains("\"work\"");
  }

  private Tick marking(Ticker trigger, Mark... marks) {
    return new Tick(
        Kind.TRIGGER,
        trigger.name(),
        new Ticker.Position(stored(Kind.TRIGGER, trigger.name()).position().revision(), "{}", null),
        List.of(),
        List.of(),
        List.of(marks));
  }

  @Test
  void marks_change_with_the_tick_and_go_with_the_ticker() {
    var trigger = put(trigger("done", "succeeded work"));
    var ada = new Mark("ada", "{\"é\":1}", now().plusSeconds(5));
    var bob = new Mark("bob", "2", null);
    var cy = new Mark("cy", "3", now().plusSeconds(1));
    fire(marking(trigger, ada, bob, cy));

    var keys = List.of("ada", "bob", "dee");
    assertThat(engine.tickers().marks(Kind.TRIGGER, "done", keys)).containsExactly(ada, bob);
    assertThat(engine.tickers().marks(Kind.TRIGGER, "other", keys)).isEmpty();
    assertThat(engine.tickers().dueMarks(Kind.TRIGGER, "done", 9)).isEmpty();
    advance(Duration.ofSeconds(5));
    assertThat(engine.tickers().dueMarks(Kind.TRIGGER, "done", 9)).containsExactly(cy, ada);
    assertThat(engine.tickers().dueMarks(Kind.TRIGGER, "done", 1)).containsExactly(cy);

    fire(marking(trigger, new Mark("ada", "7", null), new Mark("bob", null, null)));
    assertThat(engine.tickers().marks(Kind.TRIGGER, "done", keys))
        .containsExactly(new Mark("ada", "7", null));
    assertThat(fire(marking(trigger, bob)).won()).isTrue();
    put(paused(paused(stored(Kind.TRIGGER, "done"), true), false));
    var stale = marking(trigger, cy);
    fire(marking(trigger));
    assertThat(fire(stale).won()).isFalse();
    engine.tickers().remove(Kind.TRIGGER, "done");
    put(trigger("done", "succeeded work"));
    assertThat(engine.tickers().marks(Kind.TRIGGER, "done", keys)).isEmpty();
  }

  @Test
  void what_a_tick_has_dealt_with_is_gone() {
    var trigger = put(trigger("done", "succeeded work"));
    var ids = List.of(succeed(running()), succeed(running()), succeed(running()));
    var numbers = happenings().stream().map(Happening::number).toList();

    var fired =
        fire(
            new Tick(
                Kind.TRIGGER,
                "done",
                new Ticker.Position(trigger.position().revision(), "{}", null),
                List.of(new Firing(draft().task(), CAUSE)),
                numbers.subList(0, 2)));

    assertThat(fired.won()).isTrue();
    assertThat(happenings()).hasSize(1);
    assertThat(happenings().getFirst().what()).contains(ids.getLast().toString());
  }

  @Test
  void a_tick_that_was_lost_leaves_what_has_happened() {
    var trigger = put(trigger("done", "succeeded work"));
    succeed(running());
    put(paused(paused(trigger, true), false));

    var fired =
        fire(
            new Tick(
                Kind.TRIGGER,
                "done",
                new Ticker.Position(trigger.position().revision(), "{}", null),
                List.of(new Firing(draft().task(), CAUSE)),
                happenings().stream().map(Happening::number).toList()));

    assertThat(fired.won()).isFalse();
    assertThat(happenings()).hasSize(1);
  }

  @Test
  void nothing_is_noted_for_a_trigger_that_is_paused_or_gone() {
    var trigger = put(trigger("done", "succeeded work"));
    succeed(running());
    engine.tickers().remove(Kind.TRIGGER, "done");
    assertThat(happenings()).isEmpty();
    put(paused(trigger("done", "succeeded work"), true));
    succeed(running());

    assertThat(happenings()).isEmpty();
    assertThat(trigger.paused()).isFalse();
  }
}
