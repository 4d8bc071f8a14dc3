// SPDX-License-Identifier: Apache-2.0
package dev.lovage.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.servers.FlaskPrograms;
import dev.lovage.servers.MissingServerException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./lovage demo flask`: an app that knows only Celery, and Java that computes for it.
@Tag("slow")
@Tag("server")
class FlaskTest {

  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final Duration AT_ONCE = Duration.ofSeconds(20);
  private static final Path EXAMPLE = Repo.root().resolve("examples/flask");

  @TempDir Path folder;

  @BeforeAll
  static void require() {
    try {
      FlaskPrograms.require();
    } catch (MissingServerException e) {
      System.out.println("SKIPPED, the tests with Flask: " + e.getMessage());
      Assumptions.abort("there is no Flask");
    }
  }

  @Test
  void javaComputesWhatFlaskSendsAndSigtermStopsAll() {
    try (var demo = Started.lovage(folder, "demo", "flask", "--port", "0")) {
      var web = demo.awaitWeb();
      var id = web.post("/fibonacci/40");
      web.await(LIMIT, "/answers/" + id, "102334155");
      int redis = number(demo, "redis://127.0.0.1:(\\d+)/0");
      long worker = number(demo, "process (\\d+)");
      var kept = Path.of(text(demo, "kept in (\\S+)"));
      assertThat(kept).isNotEmptyDirectory();

      demo.terminate();

      assertThat(demo.awaitExit(AT_ONCE)).as("%s", demo).isZero();
      assertThat(demo.err()).contains("SIGTERM: stopping");
      assertStopped(web.address().getPort(), redis, worker);
      assertThat(kept).doesNotExist();
    }
  }

  @Test
  void aWorkerKilledInTheMiddleOfATaskIsReplacedAndTheAnswerComes() {
    try (var demo =
        Started.lovage(folder, "demo", "flask", "--port", "0", "--data", "here/flask")) {
      var web = demo.awaitWeb();
      int redis = number(demo, "redis://127.0.0.1:(\\d+)/0");
      long worker = number(demo, "process (\\d+)");
      var id = web.post("/fibonacci/44");
      Poll.untilTrue(
          LIMIT, "a worker holds the task", () -> ask(redis, "HLEN unacked").equals(":1"));

      kill(worker);

      demo.awaitError("worker has ended; another one starts");
      assertThat(web.get("/answers/" + id)).isEqualTo("PENDING");
      web.await(LIMIT, "/answers/" + id, "701408733");
      long next = number(demo.err(), "process (\\d+)");
      demo.terminate();
      assertThat(demo.awaitExit(AT_ONCE)).as("%s", demo).isZero();
      assertStopped(web.address().getPort(), redis, next);
      assertThat(folder.resolve("here/flask/appendonlydir")).isNotEmptyDirectory();
    }
  }

  @Test
  void whatIsMissingIsSaidInOneSentence() throws IOException {
    var programs = Files.createDirectory(folder.resolve("bin"));
    for (var program : List.of("sh", "env", "dirname", "readlink", "sed", "head")) {
      Files.createSymbolicLink(programs.resolve(program), Path.of("/usr/bin", program));
    }
    var command = List.of("env", "PATH=" + programs, Repo.root() + "/lovage", "demo", "flask");
    try (var demo = Started.command(folder, command)) {
      assertThat(demo.awaitExit(LIMIT)).as("%s", demo).isEqualTo(2);
      assertThat(demo.err())
          .contains("needs redis-server", "apt-get install redis-server")
          .hasLineCount(1);
    }
  }

  @Test
  void thePageShowsTheWholeExample() throws IOException {
    var page = Repo.root().resolve("docs/flask.md");

    assertThat(Markdown.blocks(page, "python").getFirst().lines())
        .isEqualTo(Files.readAllLines(EXAMPLE.resolve("app.py")));
    assertThat(Markdown.blocks(page, "java").getFirst().lines())
        .isEqualTo(Files.readAllLines(EXAMPLE.resolve("Worker.java")).stream().skip(1).toList());
  }

  private static void assertStopped(int web, int redis, long worker) {
    assertThat(ask(web, "GET / HTTP/1.0\r\n")).isEmpty();
    assertThat(ask(redis, "PING")).isEmpty();
    assertThat(ProcessHandle.of(worker).filter(ProcessHandle::isAlive)).isEmpty();
  }

  private static void kill(long pid) {
    assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
  }

  /// The first line that comes back; empty if nobody listens.
  private static String ask(int port, String line) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
      var in = new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII);
      return String.valueOf(new BufferedReader(in).readLine());
    } catch (java.net.ConnectException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int number(Started demo, String pattern) {
    return number(demo.out(), pattern);
  }

  private static int number(String text, String pattern) {
    return Integer.parseInt(group(text, pattern));
  }

  private static String text(Started demo, String pattern) {
    return group(demo.out(), pattern);
  }

  private static String group(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().findFirst().orElseThrow().group(1);
  }
}
