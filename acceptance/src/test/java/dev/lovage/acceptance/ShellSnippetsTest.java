// SPDX-License-Identifier: Apache-2.0
package dev.lovage.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lovage.servers.PostgresServer;
import dev.lovage.servers.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every shell block of every page does what the page says: apps are started, calls are made to
/// them, and what a call's comment promises must come. Blocks of one page are one session.
@Tag("slow")
class ShellSnippetsTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  // What starts a long run of its own: that `./lovage help` knows it must do.
  private static final List<String> NOT_RUN = List.of("test", "bench", "format");

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> everyShellBlockRuns() {
    return Markdown.pages().stream()
        .filter(page -> !Markdown.blocks(page, "sh").isEmpty())
        .map(page -> dynamicTest(Repo.root().relativize(page).toString(), () -> run(page)));
  }

  private void run(Path page) throws Exception {
    var here = Files.createTempDirectory(folder, "session");
    Files.copy(Repo.root().resolve("examples/Fibonacci.java"), here.resolve("App.java"));
    // In a folder of its own: beside App.java the name App would be that program.
    var worker = Path.of("examples/flask/Worker.java");
    Files.createDirectories(here.resolve(worker).getParent());
    Files.copy(Repo.root().resolve(worker), here.resolve(worker));
    try (var session = new Session(here)) {
      for (var block : Markdown.blocks(page, "sh")) {
        for (var line : block.lines()) {
          session.line(line.strip());
        }
      }
    }
  }

  /// What a person at a terminal does with the lines of a page.
  private static final class Session implements AutoCloseable {

    private static final Pattern KEEP = Pattern.compile("(\\w+)=\\$\\((curl .*)\\)");

    private final Path here;
    private final Map<String, String> variables = new HashMap<>();
    private final List<Started> started = new ArrayList<>();
    private Client web;
    private PostgresServer postgres;
    private RedisServer redis;

    Session(Path here) {
      this.here = here;
    }

    void line(String line) throws Exception {
      var parts = line.split(" +# ", 2);
      var command = parts[0].strip();
      var words = new ArrayList<>(List.of(command.split(" +")));
      if (command.isEmpty() || command.startsWith("#")) {
        return;
      }
      if (words.getFirst().equals("./lovage")) {
        lovage(words.subList(1, words.size()));
      } else if (KEEP.matcher(command).matches()) {
        keep(command);
      } else if (words.getFirst().equals("curl")) {
        curl(command, parts.length > 1 ? parts[1].strip() : "");
      } else {
        sh("sh", "-n", "-c", command);
      }
    }

    private void lovage(List<String> said) {
      var words = said.stream().map(this::real).toList();
      var verb = words.getFirst();
      if (NOT_RUN.contains(verb)) {
        assertThat(sh(Repo.root() + "/lovage", "help")).contains("./lovage " + verb);
      } else if (words.contains("--evaluate")) {
        sh("env", "LOVAGE_SERVER=", Repo.root() + "/lovage", words);
      } else if (verb.equals("move")) {
        leaveStore();
        sh("env", "LOVAGE_SERVER=", Repo.root() + "/lovage", words);
      } else if (List.of("submit", "requeue", "status", "models", "schedules", "triggers")
          .contains(verb)) {
        sh("env", "LOVAGE_SERVER=" + web().address(), Repo.root() + "/lovage", words);
      } else {
        start(words);
      }
    }

    /// A server of this session in place of the one that the page tells of.
    private String real(String word) {
      if (word.contains("=redis://")) {
        if (redis == null) {
          redis = RedisServer.start();
        }
        return word.replaceFirst("redis://.*", redis.url());
      }
      if (!word.startsWith("postgresql://")) {
        return word;
      }
      if (postgres == null) {
        postgres = PostgresServer.startForTests();
      }
      return postgres.url() + "?schema=after" + started.size();
    }

    /// What a program leaves behind that has run here.
    private void leaveStore() {
      if (!Files.exists(here.resolve("lovage.db"))) {
        var app = Started.lovage(here, "run", "App.java", "--port", "0");
        app.awaitReport();
        app.terminate();
        assertThat(app.awaitExit(LIMIT)).isZero();
      }
    }

    private void start(List<String> said) {
      var words = new ArrayList<>(said);
      int port = words.indexOf("--port");
      if (port >= 0) {
        words.set(port + 1, "0");
      } else if (!words.getFirst().equals("worker")) {
        words.addAll(List.of("--port", "0"));
      }
      var app = Started.lovage(here, words.toArray(String[]::new));
      started.add(app);
      app.awaitReport();
      if (web == null) {
        web = app.awaitWeb();
      }
    }

    /// Remembers what a call answered: `id=$(curl …)`.
    private void keep(String command) {
      var said = KEEP.matcher(command);
      if (said.matches()) {
        variables.put(said.group(1), answer(real(said.group(2), variables)));
      }
    }

    private String real(String command, Map<String, String> known) {
      var real = command.replace("localhost:8080", web().address().getAuthority());
      for (var variable : known.entrySet()) {
        real = real.replace("$" + variable.getKey(), variable.getValue());
      }
      return real;
    }

    private String answer(String call) {
      return sh("sh", "-c", call.replaceFirst("curl", "curl -sS --fail-with-body"));
    }

    private void curl(String command, String promise) {
      var real = real(command, variables);
      var answers = promise.split(", and after the computation ", 2);
      var answer = answer(real);
      if (!promise.isEmpty()) {
        assertThat(answer).isIn((Object[]) answers);
      }
      if (answers.length > 1) {
        Poll.untilTrue(LIMIT, command + " = " + answers[1], () -> answer(real).equals(answers[1]));
      }
    }

    private Client web() {
      if (web == null) {
        start(List.of("demo"));
      }
      return web;
    }

    private String sh(String command, String variable, String program, List<String> words) {
      var all = new ArrayList<>(List.of(variable, program));
      all.addAll(words);
      return sh(command, all.toArray(String[]::new));
    }

    private String sh(String command, String... words) {
      var all = new ArrayList<>(List.of(command));
      all.addAll(List.of(words));
      try (var process = Started.command(here, all)) {
        assertThat(process.awaitExit(LIMIT)).as("%s: %s", all, process).isZero();
        return process.out().strip();
      }
    }

    @Override
    public void close() {
      started.forEach(Started::close);
      if (postgres != null) {
        postgres.close();
      }
      if (redis != null) {
        redis.close();
      }
    }
  }
}
