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

class TriggersCommandTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private App app;
  private RunningApp running;

  @BeforeEach
  void start() {
    app = App.named("demo");
    var square = app.task("square", Integer.class, Long.class, n -> (long) n * n);
    var after = app.task("after", String.class, String.class, text -> text);
    app.trigger("squared", after, "x", t -> t.succeeded(square));
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
  void whatWasDeclaredIsListedAndSetOff() {
    assertThat(lovage("triggers")).isZero();
    assertThat(out.toString()).contains("squared", "waits", "a task of type square succeeded");
    assertThat(lovage("submit", "square", "3", "--wait", "20s")).isZero();
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (app.triggers().find("squared").orElseThrow().progress().fired() < 1) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
    assertThat(lovage("triggers", "show", "squared")).isZero();
    assertThat(out.toString()).contains("  so far   1 tasks", "  makes    after with \"x\"");
    var task = app.triggers().find("squared").orElseThrow().progress().task();
    assertThat(lovage("status", task.toString())).isZero();
    assertThat(out.toString())
        .containsPattern("cause +trigger squared: task [0-9a-f-]{36} succeeded at ");
  }

  @Test
  void oneIsAddedPausedResumedAndRemoved() {
    assertThat(
            lovage(
                "triggers",
                "add",
                "import",
                "after",
                "--on",
                "file",
                "--of",
                folder.toString(),
                "--pattern",
                "*.csv"))
        .isZero();
    assertThat(out).hasToString("import: waits, a file in " + folder + " like *.csv\n");
    assertThat(lovage("triggers", "pause", "import")).isZero();
    assertThat(out.toString()).startsWith("import: paused, ");
    assertThat(lovage("triggers", "resume", "import")).isZero();
    assertThat(lovage("triggers", "remove", "import")).isZero();
    assertThat(lovage("triggers", "show", "import")).isEqualTo(2);
    assertThat(err.toString()).contains("There is no trigger 'import'");
    assertThat(lovage("triggers", "add", "x", "after", "--on", "quiet", "--of", "views"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("quiet: takes 1 second");
    assertThat(lovage("triggers", "run", "squared")).isEqualTo(2);
  }
}
