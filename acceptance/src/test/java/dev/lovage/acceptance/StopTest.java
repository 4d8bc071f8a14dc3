// SPDX-License-Identifier: Apache-2.0
package dev.lovage.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What SIGTERM and Ctrl-C do.
@Tag("slow")
class StopTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void sigtermLetsTheRunningTaskFinishAndExitsWithZero() {
    var notes = new Notes(folder);
    try (var app = run("--grace", "60s")) {
      app.awaitWeb().get("/set/43");
      notes.await(LIMIT, "begin 43", 1);

      app.terminate();

      assertThat(app.awaitExit(LIMIT)).as("%s", app).isZero();
      assertThat(notes.count("end 43")).isEqualTo(1);
    }
    try (var again = run()) {
      assertThat(again.awaitWeb().get("/current")).isEqualTo("433494437");
    }
    assertThat(notes.count("begin 43")).isEqualTo(1);
  }

  @Test
  void aSecondSigtermStopsAtOnceAndTheTaskIsFreeForOthers() {
    var notes = new Notes(folder);
    try (var app = run()) {
      app.awaitWeb().get("/set/49");
      notes.await(LIMIT, "begin 49", 1);

      app.terminate();
      app.awaitError("a second signal stops at once");
      app.terminate();

      assertThat(app.awaitExit(Duration.ofSeconds(5))).as("%s", app).isEqualTo(143);
    }
    // Released, so no lease of 15 seconds has to run out first.
    try (var again = run()) {
      again.awaitWeb();
      notes.await(Duration.ofSeconds(5), "begin 49", 2);
    }
  }

  @Test
  void whatDoesNotFinishWithinTheGraceIsReleasedAndTheExitCodeIsZero() {
    var notes = new Notes(folder);
    try (var app = run("--grace", "200ms")) {
      app.awaitWeb().get("/set/49");
      notes.await(LIMIT, "begin 49", 1);

      app.terminate();

      assertThat(app.awaitExit(Duration.ofSeconds(5))).as("%s", app).isZero();
    }
    try (var again = run()) {
      again.awaitWeb();
      notes.await(Duration.ofSeconds(5), "begin 49", 2);
    }
  }

  @Test
  void ctrlCStopsAnIdleAppAtOnce() {
    try (var app = run()) {
      app.awaitReport();
      var kill = List.of("kill", "-INT", Long.toString(app.pid()));
      assertThat(Started.command(folder, kill).awaitExit(LIMIT)).isZero();
      assertThat(app.awaitExit(Duration.ofSeconds(5))).as("%s", app).isZero();
      assertThat(app.err()).contains("SIGINT: stopping", "stopped");
    }
  }

  private Started run(String... options) {
    var words = new java.util.ArrayList<>(List.of("run", Notes.PROGRAM, "--port", "0"));
    words.addAll(List.of(options));
    return Started.lovage(folder, words.toArray(String[]::new));
  }
}
