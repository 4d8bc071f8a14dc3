// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.RetryPolicy;
import dev.lovage.app.App;
import dev.lovage.app.RunningApp;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private RunningApp running;

  record Point(int x, int y) {}

  private dev.lovage.ActionStream<Integer> views;

  @BeforeEach
  void start() {
    var app = App.named("demo");
    app.task("square", Integer.class, Long.class, n -> (long) n * n);
    app.task("sum", Point.class, Integer.class, p -> p.x() + p.y());
    app.task(
        "broken",
        String.class,
        String.class,
        (reason, context) -> {
          context.log("about to fail");
          throw new IllegalStateException(reason);
        },
        task -> task.retry(RetryPolicy.none()));
    views = app.actions("views", Integer.class);
    running = app.start("--port", "0", "--data", folder.toString(), "--token", "a-long-secret");
  }

  @AfterEach
  void stop() {
    running.close();
  }

  private int lovage(String... words) {
    out.reset();
    err.reset();
    var environment = new HashMap<>(Map.of("LOVAGE_TOKEN", "a-long-secret"));
    environment.put("LOVAGE_SERVER", running.address().orElseThrow().toString());
    return Main.execute(new PrintStream(out), new PrintStream(err), environment, words);
  }

  @Test
  void aSubmitTellsTheId() {
    assertThat(lovage("submit", "square", "12")).isZero();
    assertThat(out.toString()).matches("[0-9a-f-]{36} square QUEUED\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aSubmitThatWaitsPrintsTheResultAlone() {
    assertThat(lovage("submit", "sum", "{\"x\": 1, \"y\": 2}", "--wait", "10s", "--priority=9"))
        .isZero();
    assertThat(out).hasToString("3\n");
    assertThat(err.toString()).contains(" sum QUEUED");
  }

  @Test
  void aTaskThatFailsIsTold() {
    assertThat(lovage("submit", "broken", "\"no luck\"", "--wait", "10s")).isEqualTo(1);
    assertThat(err.toString()).contains("has failed: java.lang.IllegalStateException: no luck");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aTaskThatIsNotDoneInTimeIsToldAndGoesOn() {
    assertThat(lovage("submit", "square", "3", "--delay", "1h", "--wait", "0s")).isEqualTo(4);
    assertThat(err.toString()).contains("is SCHEDULED after 0ms and goes on");
  }

  @Test
  void actionsArePrintedALineEach() {
    for (int i = 1; i <= 3; i++) {
      views.append("ada", "view", i);
    }
    views.append("bob", "view", 4);

    assertThat(lovage("actions", "views", "--limit", "2")).isZero();
    assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.contains("\"ada\""));
    var next = err.toString().strip().replaceFirst(".* ", "");
    assertThat(lovage("actions", "views", "--after", next)).isZero();
    assertThat(out.toString().lines()).hasSize(2);
    assertThat(lovage("actions", "views", "--user", "bob")).isZero();
    assertThat(out.toString()).contains("\"body\":4}");
    assertThat(lovage("actions", "view")).isEqualTo(2);
    assertThat(err.toString()).contains("Did you mean views?");
  }

  @Test
  void whatFailedIsQueuedAgainByIdAndByFilter() {
    lovage("submit", "broken", "\"no luck\"", "--wait", "10s");
    var id = err.toString().substring(0, 36);

    assertThat(lovage("requeue", id)).isZero();
    assertThat(out).hasToString(id + " QUEUED\n");
    assertThat(lovage("requeue", "--state", "cancelled", "--type", "square")).isZero();
    assertThat(out).hasToString("0 tasks are queued again\n");
    lovage("submit", "square", "3", "--wait", "10s");
    assertThat(lovage("requeue", err.toString().substring(0, 36))).isEqualTo(2);
    assertThat(err.toString()).contains("its result stands");
    assertThat(lovage("requeue")).isEqualTo(2);
    assertThat(err.toString()).contains("give either ids, or --state");
    assertThat(lovage("requeue", "--type", "square")).isEqualTo(2);
    assertThat(err.toString()).contains("--state: say which");
  }

  @Test
  void whatTheAppRefusesIsToldInItsWords() {
    assertThat(lovage("submit", "sqare", "3")).isEqualTo(2);
    assertThat(err.toString()).contains("no task type 'sqare'").contains("Did you mean square?");

    assertThat(lovage("submit", "square", "\"three\"")).isEqualTo(2);
    assertThat(err.toString()).contains("argument").contains("whole number");

    assertThat(lovage("status", "--token", "another-secret")).isEqualTo(2);
    assertThat(err.toString()).containsIgnoringCase("token");
  }

  @Test
  void wrongWordsAreExplained() {
    assertThat(lovage("submit", "square", "{n: 1}")).isEqualTo(2);
    assertThat(err.toString()).contains("ARGUMENT: '{n: 1}' is not JSON");
    assertThat(lovage("submit", "square")).isEqualTo(2);
    assertThat(err).hasToString("lovage submit: ARGUMENT is missing (--help lists the options)\n");
    assertThat(lovage("submit", "square", "1", "--wiat", "9s")).isEqualTo(2);
    assertThat(err.toString()).contains("unknown option --wiat; did you mean --wait?");
    assertThat(lovage("statsu")).isEqualTo(2);
    assertThat(err.toString()).contains("unknown command statsu; did you mean status?");
    assertThat(lovage("status", "--server", "nowhere")).isEqualTo(2);
    assertThat(err.toString()).contains("--server: 'nowhere' is not a URL");
  }

  @Test
  void anAppThatIsNotThereIsToldWithTheRemedy() {
    assertThat(lovage("status", "--server", "http://127.0.0.1:1")).isEqualTo(3);
    assertThat(err.toString()).contains("no app answers at http://127.0.0.1:1", "--server");
  }

  @Test
  void statusShowsQueuesWorkersAndTasks() {
    lovage("submit", "square", "3", "--delay", "1h");
    lovage("submit", "square", "3", "--queue", "nobodys");
    lovage("submit", "broken", "\"no luck\"", "--wait", "10s");

    assertThat(lovage("status")).isZero();

    assertThat(out.toString())
        .contains("Queues\n  QUEUE    QUEUED  RUNNING  RETRYING  SCHEDULED  WAITING\n")
        .containsPattern("default +0 +0 +0 +1 +0\n")
        .containsPattern("nobodys +1 +0 +0 +0 +0 +no worker serves it\n")
        .contains(running.worker().orElseThrow().id())
        .containsPattern("square +SCHEDULED +0 ")
        .containsPattern("broken +FAILED +1 .*IllegalStateException: no luck");
  }

  @Test
  void statusOfOneTaskTellsAll() {
    lovage("submit", "broken", "\"no luck\"", "--wait", "10s");
    var id = err.toString().substring(0, 36);

    assertThat(lovage("status", id)).isZero();

    assertThat(out.toString().lines().map(line -> line.split(" ")[0]).toList())
        .containsSubsequence(
            List.of("task", "type", "state", "queue", "attempt", "worker", "argument", "error"))
        .contains("log");
    assertThat(out.toString()).contains("no luck", "about to fail", "at dev.lovage.app");
  }

  @Test
  void helpIsThereForEachCommand() {
    assertThat(lovage("--help")).isZero();
    assertThat(out.toString()).contains("submit", "status", "Exit codes");
    assertThat(lovage("submit", "--help")).isZero();
    assertThat(out.toString()).contains("--wait", "--server", "Exit codes");
  }
}
