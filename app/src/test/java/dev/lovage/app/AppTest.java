// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.LovageException;
import dev.lovage.TaskType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppTest {

  @TempDir Path folder;

  /// A small app: squares, the newest of which is served.
  private static final class Squares {
    final App app = App.named("squares");
    final TaskType<Integer, Long> square;

    Squares() {
      var newest = app.served("newest", 0L);
      square =
          app.task(
              "square",
              Integer.class,
              Long.class,
              n -> (long) n * n,
              task -> task.publishes(newest));
      app.web().get("/square/{n}", r -> square.submit(r.pathInt("n")).await(Duration.ofSeconds(9)));
      app.web().get("/newest", request -> newest.get());
    }

    RunningApp start(String role, Path folder) {
      return app.start(role, "--port", "0", "--data", folder.toString());
    }
  }

  private static String get(RunningApp running, String path) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var uri = URI.create(running.address().orElseThrow() + path);
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
  }

  @Test
  void actionsAreBesideTheStoreOrWhereTheyAreSaidToBe(
      @org.junit.jupiter.api.io.TempDir java.nio.file.Path there) {
    var without = App.named("without");
    without.start("--port", "0", "--data", there.resolve("a").toString()).close();
    assertThat(there.resolve("a")).isDirectoryNotContaining("glob:**actions*");

    var beside = App.named("beside");
    var views = beside.actions("views", String.class);
    try (var running = beside.start("--port", "0", "--data", there.resolve("b").toString())) {
      views.append("ada", "view", "moby-dick");
      assertThat(there.resolve("b/lovage-actions.db")).exists();
    }

    var elsewhere = App.named("elsewhere");
    var likes =
        elsewhere.actions(
            "likes", String.class, stream -> stream.keep(java.time.Duration.ofDays(1)));
    var url = "sqlite:" + there.resolve("c/likes.db");
    try (var running =
        elsewhere.start("--port", "0", "--data", there.resolve("c").toString(), "--actions", url)) {
      likes.append("ada", "like", "moby-dick");
      assertThat(likes.ofUser("ada", 1).list().getFirst().body()).isEqualTo("moby-dick");
      assertThat(there.resolve("c/likes.db")).exists();
      assertThat(there.resolve("c/lovage-actions.db")).doesNotExist();
    }
  }

  @Test
  void webAndWorkerRunInOneProcess() throws Exception {
    try (var running = new Squares().start("run", folder)) {
      assertThat(get(running, "/newest")).isEqualTo("0");
      assertThat(get(running, "/square/12")).isEqualTo("144");
      assertThat(get(running, "/newest")).isEqualTo("144");
      assertThat(get(running, "/health/ready")).contains("ready");
    }
  }

  @Test
  void aValueIsThereAtTheFirstReadAfterARestart() throws Exception {
    try (var running = new Squares().start("run", folder)) {
      get(running, "/square/12");
    }
    try (var running = new Squares().start("serve", folder)) {
      assertThat(get(running, "/newest")).isEqualTo("144");
    }
  }

  @Test
  void webAndWorkerMeetInTheStore() throws Exception {
    var squares = new Squares();
    try (var web = squares.start("serve", folder);
        var worker = new Squares().app.start("worker", "--data", folder.toString())) {
      assertThat(web.worker()).isEmpty();
      assertThat(worker.address()).isEmpty();
      assertThat(squares.square.submit(7).await(Duration.ofSeconds(10))).isEqualTo(49L);
    }
  }

  @Test
  void anAppOfRoutesAloneRunsWithoutAWorker() throws Exception {
    var app = App.named("hello");
    app.web().get("/", request -> "hello");

    try (var running = app.start("--port", "0", "--data", folder.toString())) {
      assertThat(running.worker()).isEmpty();
      assertThat(get(running, "/")).isEqualTo("hello");
    }
  }

  @Test
  void aWorkerWithNothingToRunIsRefused() {
    var app = App.named("hello");
    app.task("elsewhere", Integer.class, Long.class);

    assertThatThrownBy(() -> app.start("worker", "--data", folder.toString()))
        .isInstanceOf(LovageException.class)
        .hasMessageContaining("declare a task type with a handler first");
  }

  @Test
  void anAppStartsOnce() {
    var squares = new Squares();
    squares.start("run", folder).close();

    assertThatThrownBy(() -> squares.start("run", folder)).hasMessageContaining("started before");
  }

  @Test
  void theStartReportSaysWhatRunsAndWhatToTry() {
    try (var running = new Squares().start("run", folder)) {
      var address = running.address().orElseThrow();

      assertThat(StartReport.lines(running))
          .containsExactly(
              "squares: web on " + address + ", worker " + running.worker().orElseThrow().id(),
              "  store   "
                  + folder.resolve("lovage.db")
                  + ", power-safe: what was answered survives a power cut",
              "  try     curl " + address + "/square/N",
              "          curl " + address + "/newest",
              "          curl " + address + "/v1/tasks",
              "  stop    Ctrl-C: running tasks finish within 25s; twice: at once");
    }
  }
}
