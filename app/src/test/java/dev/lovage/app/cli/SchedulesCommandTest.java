// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.app.App;
import dev.lovage.app.RunningApp;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchedulesCommandTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private App app;
  private RunningApp running;

  @BeforeEach
  void start() {
    app = App.named("demo");
    var square = app.task("square", Integer.class, Long.class, n -> (long) n * n);
    app.schedule("nightly", square, 3, s -> s.cron("0 3 * * *").zone("Europe/Berlin"));
    app.schedule("often", square, 4, s -> s.every(Duration.ofSeconds(1)));
    running = app.start("--port", "0", "--data", folder.toString());
  }

  @AfterEach
  void stop() {
    running.close();
  }

  private int lovage(String... words) {
    out.reset();
    err.reset();
    var environment = Map.of("LOVAGE_SERVER", running.address().orElseThrow().toString());
    return Main.execute(new PrintStream(out), new PrintStream(err), environment, words);
  }

  @Test
  void whatWasDeclaredIsListedAndShown() {
    assertThat(lovage("schedules")).isZero();
    assertThat(out.toString())
        .contains("NAME", "nightly", "often", "at 03:00, Europe/Berlin", "every 1 second");

    assertThat(lovage("schedules", "show", "nightly", "--count", "3")).isZero();
    assertThat(out.toString())
        .contains("  makes    square with 3\n", "  missed   ONCE\n")
        .containsPattern("(  next     \\w{3} \\d{4}-\\d\\d-\\d\\d 03:00:00 \\+0[12]:00\n){3}");
  }

  @Test
  void whatWasDeclaredRuns() {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (app.schedules().find("often").orElseThrow().progress().fired() < 2) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
    var task = app.schedules().find("often").orElseThrow().progress().task();
    assertThat(lovage("status", task.toString())).isZero();
    assertThat(out.toString()).containsPattern("cause +schedule often: 20");
  }

  @Test
  void oneIsAddedPausedResumedRunAndRemoved() {
    assertThat(
            lovage(
                "schedules", "add", "weekly", "square", "5", "--cron", "@weekly", "--jitter", "5m"))
        .isZero();
    assertThat(out.toString())
        .isEqualTo("weekly: at 00:00 at Sunday day, UTC, up to 5 minutes later\n");
    assertThat(lovage("schedules", "pause", "weekly")).isZero();
    assertThat(out).hasToString("weekly: paused\n");
    assertThat(lovage("schedules", "run", "weekly")).isEqualTo(2);
    assertThat(err.toString()).contains("is paused. Resume it first.");
    assertThat(lovage("schedules", "resume", "weekly")).isZero();
    assertThat(out.toString()).startsWith("weekly: Sun ");
    assertThat(lovage("schedules", "run", "weekly")).isZero();
    assertThat(out.toString()).matches("[0-9a-f-]{36}\n");
    assertThat(lovage("schedules", "remove", "weekly")).isZero();
    assertThat(lovage("schedules", "show", "weekly")).isEqualTo(2);
    assertThat(err.toString()).contains("There is no schedule 'weekly'.");
  }

  @Test
  void wrongWordsAreExplained() {
    assertThat(lovage("schedules", "puase", "nightly")).isEqualTo(2);
    assertThat(err.toString()).contains("did you mean pause?");
    assertThat(lovage("schedules", "pause")).isEqualTo(2);
    assertThat(err.toString()).contains("say which, by name");
    assertThat(lovage("schedules", "add", "x", "square", "{", "--every", "1m")).isEqualTo(2);
    assertThat(lovage("schedules", "add", "x", "square", "1", "--cron", "x")).isEqualTo(2);
    assertThat(err.toString()).contains("cron: 'x' has 1 fields");
    assertThat(lovage("schedules", "--help")).isZero();
    assertThat(out.toString()).contains("add");
  }
}
