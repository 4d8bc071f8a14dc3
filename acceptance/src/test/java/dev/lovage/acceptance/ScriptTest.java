// SPDX-License-Identifier: Apache-2.0
package dev.lovage.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.servers.FreePort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script and its options, from outside.
@Tag("slow")
class ScriptTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String EXAMPLE = Repo.root().resolve("examples/Fibonacci.java").toString();

  @TempDir Path folder;

  @Test
  void theDemoAnswersAtOnceAndServesTheComputedValue() {
    try (var demo = Started.lovage(folder, "demo", "--port", "0", "--data", "here/store")) {
      var web = demo.awaitWeb();

      assertThat(web.get("/current")).isEqualTo("0");
      assertThat(web.get("/set/40"))
          .isEqualTo("The new Fibonacci number will be assigned shortly.");
      web.await(LIMIT, "/current", "102334155");

      assertThat(folder.resolve("here/store/lovage.db")).exists();
      assertThat(demo.out())
          .contains("here/store/lovage.db", "power-safe", "curl " + web.address());
    }
  }

  @Test
  void aProgramOfOnesOwnRunsOnAPortOfOnesChoice() throws Exception {
    Files.copy(Path.of(EXAMPLE), folder.resolve("App.java"));
    int port = FreePort.next();

    try (var app = Started.lovage(folder, "run", "App.java", "--port", Integer.toString(port))) {
      var web = app.awaitWeb();

      assertThat(web.address().getPort()).isEqualTo(port);
      assertThat(web.get("/current")).isEqualTo("0");
      assertThat(folder.resolve("lovage.db")).exists();
    }
  }

  @Test
  void aPortInUseEndsTheStartWithOneSentence() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        var app =
            Started.lovage(folder, "demo", "--port", Integer.toString(taken.getLocalPort()))) {
      assertThat(app.awaitExit(LIMIT)).as("%s", app).isEqualTo(1);
      assertThat(app.err()).contains("is taken by another program", "--port").hasLineCount(1);
      assertThat(app.out()).isEmpty();
    }
  }

  @Test
  void wrongWordsEndWithTwoAndNameTheNearOne() {
    try (var option = Started.lovage(folder, "demo", "--prot", "0");
        var command = Started.lovage(folder, "dmeo");
        var file = Started.lovage(folder, "run", "Nothing.java")) {
      assertThat(option.awaitExit(LIMIT)).isEqualTo(2);
      assertThat(option.err()).contains("did you mean --port?").hasLineCount(1);
      assertThat(command.awaitExit(LIMIT)).isEqualTo(2);
      assertThat(command.err()).contains("did you mean demo?");
      assertThat(file.awaitExit(LIMIT)).isEqualTo(2);
      assertThat(file.err()).contains("there is no file Nothing.java");
    }
  }

  @Test
  void submitAndStatusSpeakToARunningApp() {
    try (var demo = Started.lovage(folder, "demo", "--port", "0")) {
      var server = demo.awaitWeb().address().toString();

      try (var submit =
          lovage("submit", "massive_computation", "30", "--wait", "30s", "--server", server)) {
        assertThat(submit.awaitExit(LIMIT)).as("%s", submit).isZero();
        assertThat(submit.out()).isEqualTo("832040\n");
      }
      try (var status = lovage("status", "--server", server)) {
        assertThat(status.awaitExit(LIMIT)).as("%s", status).isZero();
        assertThat(status.out()).contains("Workers", "massive_computation  SUCCEEDED");
      }
    }
  }

  @Test
  void aTokenIsAskedForOnTheAppsRoutesToo() {
    try (var app = lovage("demo", "--port", "0", "--token", "a-long-secret")) {
      var web = app.awaitWeb();

      assertThat(web.send("/current").statusCode()).isEqualTo(401);
      assertThat(web.send("/health/live").statusCode()).isEqualTo(200);
    }
  }

  private Started lovage(String... words) {
    return Started.lovage(folder, words);
  }
}
