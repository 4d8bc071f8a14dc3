// SPDX-License-Identifier: Apache-2.0
package dev.lovage.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Workers come and go, in order and not, over one file.
@Tag("slow")
class ManyWorkersTest {

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int TASKS = 60;

  @TempDir Path folder;

  @Test
  void everyTaskSucceedsWhileWorkersAreStartedStoppedAndKilled() {
    try (var serve = Started.lovage(folder, "serve", Notes.PROGRAM, "--port", "0")) {
      var web = serve.awaitWeb();
      try (var first = Started.lovage(folder, "worker", Notes.PROGRAM);
          var second = Started.lovage(folder, "worker", Notes.PROGRAM)) {
        first.awaitReport();
        second.awaitReport();
        for (int i = 0; i < TASKS; i++) {
          web.get("/set/" + (35 + i % 4));
        }
        awaitSucceeded(web, 3);
        first.kill();
        second.terminate();
        assertThat(second.awaitExit(LIMIT)).as("%s", second).isZero();
      }
      try (var third = Started.lovage(folder, "worker", Notes.PROGRAM)) {
        awaitSucceeded(web, TASKS);
        // The last task that was submitted, whichever was finished last.
        assertThat(web.get("/current")).isEqualTo(fibonacci(35 + (TASKS - 1) % 4));
      }
    }
  }

  private static void awaitSucceeded(Client web, int count) {
    Poll.untilTrue(
        LIMIT,
        count + " tasks to succeed",
        () -> web.json("/v1/tasks?state=SUCCEEDED&limit=1000").path("tasks").size() >= count);
  }

  private static String fibonacci(int n) {
    long a = 0;
    long b = 1;
    for (int i = 0; i < n; i++) {
      long next = a + b;
      a = b;
      b = next;
    }
    return Long.toString(a);
  }
}
