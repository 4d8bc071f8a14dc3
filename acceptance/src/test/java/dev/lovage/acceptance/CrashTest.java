// SPDX-License-Identifier: Apache-2.0
package dev.lovage.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` in the middle of a computation: nothing that was accepted is lost, and readers never
/// see an older answer.
@Tag("slow")
class CrashTest {

  // Long enough to be killed in the middle of, on a fast machine too; some seconds here.
  private static final String MASSIVE = "44";
  private static final String ANSWER = "701408733";
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @TempDir Path folder;

  @Test
  void aKilledWorkersTaskIsComputedOnceByTheNextOneWhileTheWebAnswers() {
    var notes = new Notes(folder);
    try (var serve = Started.lovage(folder, "serve", Notes.PROGRAM, "--port", "0")) {
      var web = serve.awaitWeb();
      try (var worker = Started.lovage(folder, "worker", Notes.PROGRAM);
          var reader = Reader.of(web)) {
        web.get("/set/30");
        web.await(LIMIT, "/current", "832040");
        web.get("/set/" + MASSIVE);
        notes.await(LIMIT, "begin " + MASSIVE, 1);

        worker.kill();
        try (var next = Started.lovage(folder, "worker", Notes.PROGRAM)) {
          web.await(LIMIT, "/current", ANSWER);
        }

        assertThat(reader.stop()).containsExactly(0L, 832040L, Long.valueOf(ANSWER));
      }
    }
    assertThat(notes.count("begin " + MASSIVE)).isEqualTo(2);
    assertThat(notes.count("end " + MASSIVE)).isEqualTo(1);
  }

  @Test
  void aKilledAllInOneProcessComesBackWithItsLastAnswerAndComputesTheNewOne() {
    var notes = new Notes(folder);
    try (var first = Started.lovage(folder, "run", Notes.PROGRAM, "--port", "0")) {
      var web = first.awaitWeb();
      web.get("/set/30");
      web.await(LIMIT, "/current", "832040");
      web.get("/set/" + MASSIVE);
      notes.await(LIMIT, "begin " + MASSIVE, 1);
      first.kill();
    }

    try (var second = Started.lovage(folder, "run", Notes.PROGRAM, "--port", "0")) {
      var web = second.awaitWeb();
      assertThat(web.get("/current")).isEqualTo("832040");
      try (var reader = Reader.of(web)) {
        web.await(LIMIT, "/current", ANSWER);
        assertThat(reader.stop()).isSubsetOf(832040L, Long.valueOf(ANSWER)).isSorted();
      }
    }
    assertThat(notes.count("end " + MASSIVE)).isEqualTo(1);
  }
}
