// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.ActionStream;
import dev.lovage.Lovage;
import dev.lovage.Task;
import dev.lovage.TaskType;
import dev.lovage.schedule.Calls.Answer;
import dev.lovage.spi.TaskFilter;
import dev.lovage.spi.TaskLookup.Found;
import dev.lovage.testkit.ManualTime;
import dev.lovage.testkit.MemoryEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Triggers over the engine in memory, a look of the scheduler at a time.
class TriggersTest {

  private static final String SECRET = "sixteen letters!";

  record Told(String stream, String user, long count, String action) {}

  private final ManualTime time = new ManualTime();
  private final MemoryEngine engine = MemoryEngine.create(time);
  private final Lovage lovage = Lovage.over(engine, time, new SplittableRandom(1));
  private final TaskType<String, String> train =
      lovage.task("train", String.class, String.class, text -> text, task -> task.queue("slow"));
  private final TaskType<Told, String> told =
      lovage.task("told", Told.class, String.class, t -> "");
  private final ActionStream<Integer> views = lovage.actions().stream("views", Integer.class);
  private final Schedules schedules = Schedules.over(lovage);
  private final Triggers triggers = Triggers.over(lovage);

  @AfterEach
  void close() {
    lovage.close();
  }

  private Scheduler start() {
    return Scheduler.byHand(schedules, triggers);
  }

  private void work(Scheduler scheduler) {
    for (int idle = 0; idle < 3; idle++) {
      if (scheduler.turn()) {
        idle = 0;
      }
    }
  }

  private List<Task> tasks() {
    return lovage.queries().list(new TaskFilter(null, null, null, null, 100)).tasks().reversed();
  }

  private List<String> causes() {
    return tasks().stream()
        .map(task -> task.placement().cause())
        .filter(cause -> cause != null)
        .map(cause -> cause.what())
        .toList();
  }

  private String argument(int index) {
    return ((Found) lovage.queries().find(tasks().get(index).id())).argument();
  }

  private void view(String... users) {
    for (var user : users) {
      views.append(user, "view", 1);
    }
  }

  @Test
  void every_so_many_actions_make_a_task() {
    view("early");
    triggers.declare("retrain", train, "all", t -> t.actions(views, 3));
    var scheduler = start();
    view("ada", "bob");
    work(scheduler);
    assertThat(tasks()).isEmpty();
    view("ada", "ada", "cy", "cy", "cy");
    work(scheduler);

    assertThat(causes()).containsExactly("action 3 in views", "action 6 in views");
    assertThat(tasks().getFirst().placement().queue()).isEqualTo("slow");
    assertThat(triggers.find("retrain").orElseThrow().progress().count()).isEqualTo(7);
    assertThat(triggers.find("retrain").orElseThrow().progress().fired()).isEqualTo(2);
  }

  @Test
  void each_user_counts_for_himself_and_the_task_is_told() {
    triggers.declare("fan", told, t -> t.actionsOfUser(views, 2));
    var scheduler = start();
    view("ada", "bob", "cy", "bob");
    work(scheduler);
    view("ada", "bob", "bob");
    work(scheduler);

    assertThat(causes())
        .containsExactly(
            "action 2 of bob in views", "action 2 of ada in views", "action 4 of bob in views");
    assertThat(argument(0)).contains("\"stream\":\"views\"", "\"user\":\"bob\"", "\"count\":2");
  }

  @Test
  void a_quiet_time_after_the_last_action_makes_one_task() {
    triggers.declare("calm", told, t -> t.quiet(views, Duration.ofMinutes(5)));
    var scheduler = start();
    time.advance(Duration.ofHours(1));
    work(scheduler);
    assertThat(tasks()).isEmpty();
    view("ada");
    work(scheduler);
    time.advance(Duration.ofMinutes(4));
    view("bob");
    work(scheduler);
    time.advance(Duration.ofMinutes(4));
    work(scheduler);
    assertThat(tasks()).isEmpty();
    time.advance(Duration.ofMinutes(1));
    work(scheduler);
    time.advance(Duration.ofHours(1));
    work(scheduler);

    assertThat(causes()).containsExactly("quiet after action 2 in views");
  }

  @Test
  void each_user_is_quiet_for_himself() {
    triggers.declare("calm", told, t -> t.quietOfUser(views, Duration.ofMinutes(5)));
    var scheduler = start();
    view("ada", "bob");
    work(scheduler);
    time.advance(Duration.ofMinutes(3));
    view("bob");
    work(scheduler);
    time.advance(Duration.ofMinutes(2));
    work(scheduler);
    assertThat(causes()).containsExactly("quiet after action 1 of ada in views");
    time.advance(Duration.ofMinutes(3));
    work(scheduler);
    view("ada");
    work(scheduler);
    time.advance(Duration.ofMinutes(5));
    work(scheduler);

    assertThat(causes())
        .containsExactly(
            "quiet after action 1 of ada in views",
            "quiet after action 2 of bob in views",
            "quiet after action 2 of ada in views");
  }

  @Test
  void what_is_published_and_what_ends_makes_a_task() throws Exception {
    var model = lovage.served("model", "none");
    var learn =
        lovage.task(
            "learn",
            Integer.class,
            String.class,
            n -> {
              if (n < 0) {
                throw new IllegalStateException("no");
              }
              return "m" + n;
            },
            task -> task.publishes(model).retry(dev.lovage.RetryPolicy.none()));
    var published = lovage.task("published", Object.class, String.class, x -> "");
    triggers.declare("on-model", published, t -> t.published(model));
    triggers.declare("on-learn", train, "x", t -> t.succeeded(learn));
    triggers.declare("on-no", train, "y", t -> t.failed(learn));
    var scheduler = start();
    var worker = lovage.startWorker();
    learn.submit(1).await(Duration.ofSeconds(20));
    var failed = learn.submit(-1);
    lovage.awaitEnd(failed.id(), Duration.ofSeconds(20));
    worker.drain(Duration.ofSeconds(5));
    work(scheduler);

    var causes = causes();
    assertThat(causes).anyMatch(what -> what.startsWith("value model, version 1"));
    assertThat(causes).anyMatch(what -> what.contains(" succeeded at "));
    assertThat(causes).anyMatch(what -> what.startsWith("task " + failed.id() + " failed at "));
  }

  @Test
  void a_file_that_appears_or_changes_makes_a_task_once_it_is_whole(@TempDir Path folder)
      throws Exception {
    Files.writeString(folder.resolve("old.csv"), "old");
    var load = lovage.task("load", Object.class, String.class, x -> "");
    triggers.declare("import", load, t -> t.file(folder, "*.csv"));
    var scheduler = start();
    work(scheduler);
    assertThat(tasks()).isEmpty();
    var file = folder.resolve("a.csv");
    Files.writeString(file, "1");
    Files.writeString(folder.resolve("a.txt"), "1");
    scheduler.turn();
    Files.writeString(file, "1,2");
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    scheduler.turn();
    assertThat(tasks()).isEmpty();
    work(scheduler);
    assertThat(causes()).containsExactly("file a.csv, 3 bytes of 2026-01-01T00:00:00Z");
    assertThat(argument(0)).contains("\"file\":\"" + file + "\"");
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-02T00:00:00Z")));
    work(scheduler);
    assertThat(tasks()).hasSize(2);
    work(start());
    assertThat(tasks()).hasSize(2);
  }

  private Calls.Call call(String seconds, String body, String secret) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    return new Calls.Call("hook", seconds, Signature.of(secret, seconds, bytes), body);
  }

  @Test
  void a_call_with_the_right_signature_makes_a_task_and_comes_again_for_nothing() {
    triggers.declare("hook", train, t -> t.call("HOOK"));
    start();
    var now = Long.toString(time.instant().getEpochSecond());
    Calls.Secrets secrets = name -> name.equals("HOOK") ? SECRET : "";
    var calls = triggers.calls();

    var first = (Answer.Taken) calls.take(call(now, "\"all\"", SECRET), secrets);
    assertThat(first.again()).isFalse();
    assertThat(calls.take(call(now, "\"all\"", SECRET), secrets))
        .isEqualTo(new Answer.Taken(first.task(), true));
    assertThat(argument(0)).isEqualTo("\"all\"");
    assertThat(calls.take(call(now, "\"all\"", "another secret!!"), secrets))
        .isInstanceOf(Answer.Refused.class);
    var late = Long.toString(time.instant().getEpochSecond() - 301);
    assertThat(calls.take(call(late, "\"all\"", SECRET), secrets))
        .isInstanceOf(Answer.Refused.class);
    assertThat(calls.take(new Calls.Call("hook", "x", "", "1"), secrets))
        .isInstanceOf(Answer.Refused.class);
    assertThat(calls.take(new Calls.Call("none", now, "", "1"), secrets))
        .isEqualTo(new Answer.Unknown());
    assertThatThrownBy(() -> calls.take(call(now, "7", SECRET), secrets))
        .hasMessageStartingWith("argument");
    assertThatThrownBy(() -> calls.take(call(now, "7", SECRET), name -> ""))
        .hasMessageContaining("LOVAGE_SECRET_HOOK");
    triggers.pause("hook");
    assertThat(calls.take(call(now, "\"new\"", SECRET), secrets)).isEqualTo(new Answer.Paused());
    assertThat(tasks()).hasSize(1);
  }

  @Test
  void is_paused_resumed_changed_and_removed() {
    triggers.declare("retrain", train, "all", t -> t.actions(views, 2));
    var scheduler = start();
    view("ada");
    work(scheduler);
    assertThat(triggers.pause("retrain").paused()).isTrue();
    view("ada", "ada");
    work(scheduler);
    assertThat(tasks()).isEmpty();
    triggers.resume("retrain");
    work(scheduler);
    assertThat(causes()).containsExactly("action 2 in views");

    triggers.put(
        "retrain",
        "train",
        "\"new\"",
        t -> t.on(new On(On.Kind.ACTIONS, "views", 5, null, null, null)));
    assertThat(triggers.find("retrain").orElseThrow().progress().count()).isZero();
    assertThat(triggers.list())
        .extracting(Trigger::words)
        .containsExactly("every 5 actions of views");
    assertThat(triggers.remove("retrain")).isTrue();
    assertThat(triggers.remove("retrain")).isFalse();
  }

  @Test
  void what_does_not_fit_is_refused_by_its_name() {
    assertThatThrownBy(() -> triggers.declare("x", train, "x", t -> {}))
        .hasMessageStartingWith("on: ");
    assertThatThrownBy(() -> triggers.declare("x", train, "x", t -> t.call("A").call("B")))
        .hasMessageStartingWith("on: ");
    assertThatThrownBy(() -> triggers.declare("x", train, "x", t -> t.succeeded(train)))
        .hasMessageContaining("for ever");
    assertThatThrownBy(() -> triggers.declare("x", train, "x", t -> t.actions(views, 0)))
        .hasMessageStartingWith("every: ");
    assertThatThrownBy(() -> triggers.declare("x", train, "x", t -> t.quiet(views, Duration.ZERO)))
        .hasMessageStartingWith("quiet: ");
    assertThatThrownBy(() -> triggers.declare("x", train, "x", t -> t.call("lower")))
        .hasMessageStartingWith("of: ");
    assertThatThrownBy(() -> new On(On.Kind.CALL, "A", 3, null, null, null))
        .hasMessageStartingWith("every: ");
  }
}
