// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.Manifest;
import dev.lovage.app.App;
import dev.lovage.app.RunningApp;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private RunningApp running;

  @BeforeEach
  void start() {
    var app = App.named("demo");
    var model = app.model("ranking", in -> in.read(), 0);
    app.task(
        "train",
        Integer.class,
        Manifest.class,
        n -> model.save(out -> out.write(n), Map.of("ndcg", n / 100.0), Map.of("rank", n)),
        task -> task.publishes(model.manifest()));
    running = app.start("--port", "0", "--data", folder.toString());
  }

  @AfterEach
  void stop() {
    running.close();
  }

  private int lovage(String... words) {
    out.reset();
    err.reset();
    var server = running.address().orElseThrow().toString();
    return Main.execute(
        new PrintStream(out), new PrintStream(err), Map.of("LOVAGE_SERVER", server), words);
  }

  @Test
  void versionsAreListedShownComparedAndBroughtBack() {
    assertThat(lovage("submit", "train", "10", "--wait", "10s")).isZero();
    assertThat(lovage("submit", "train", "25", "--wait", "10s")).isZero();

    assertThat(lovage("models")).as("%s", err).isZero();
    assertThat(out.toString()).containsPattern("ranking +2 +.* ago +1 B +ndcg=0.2500");
    assertThat(lovage("models", "show", "ranking")).isZero();
    assertThat(out.toString()).contains("version 2 is served", "ndcg=0.1000", "rank=10");
    assertThat(lovage("models", "compare", "ranking", "1", "2")).isZero();
    assertThat(out.toString())
        .containsPattern("ndcg +0.1000 +0.2500 +\\+0.1500")
        .containsPattern("rank +10 +25 +differs");
    assertThat(lovage("models", "rollback", "ranking", "1")).isZero();
    assertThat(out).hasToString("ranking: version 3 is served\n");
    assertThat(lovage("models", "pin", "ranking", "3")).isZero();
    assertThat(lovage("models", "show", "ranking")).isZero();
    assertThat(out.toString()).contains("ranking is pinned; version 3");
    assertThat(lovage("models", "unpin", "ranking")).isZero();
  }

  @Test
  void whatIsNotThereIsTold() {
    assertThat(lovage("models", "show", "rankin")).isEqualTo(2);
    assertThat(err.toString()).contains("There is no model 'rankin'");
    assertThat(lovage("models", "rollback", "ranking", "7")).isEqualTo(2);
    assertThat(err.toString()).contains("no such version");
    assertThat(lovage("models", "rollback", "ranking", "x")).isEqualTo(2);
    assertThat(err.toString()).contains("x");
    assertThat(lovage("models", "remove")).isEqualTo(2);
    assertThat(err.toString()).contains("unknown command remove");
  }
}
