// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.ActionCursor;
import dev.lovage.spi.ActionLog;
import dev.lovage.spi.LoggedAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/// Kills processes that append, at random moments. What was answered is there; what was begun is
/// appended again; then everything is there once.
public final class ActionCrash {

  private static final int ROUNDS = 4;

  private ActionCrash() {}

  /// Kills, repeats and looks.
  ///
  /// @param url of an empty log
  /// @param settled waits until a read by cursor sees what was appended
  public static void run(String url, Runnable settled) throws IOException, InterruptedException {
    long seed = Long.getLong("lovage.model.seed", System.nanoTime() & 0xFFFF);
    System.out.println("action crash: -Dlovage.model.seed=" + seed);
    var random = new SplittableRandom(seed);
    var begun = new ArrayList<LoggedAction>();
    for (int round = 0; round < ROUNDS; round++) {
      begun.addAll(killed(url, 1 + random.nextInt(20), random.nextInt(30)));
    }
    try (var log = ActionLog.open(url)) {
      for (int from = 0; from < begun.size(); from += 2_000) {
        log.append(ActionAppender.STREAM, ActionAppender.KEEP, begun.subList(from, from + 2_000));
      }
      settled.run();
      var seen = new ArrayList<LoggedAction>();
      var page = log.read(ActionAppender.STREAM, ActionCursor.START, 5_000);
      seen.addAll(page.actions());
      while (page.more()) {
        page = log.read(ActionAppender.STREAM, page.next(), 5_000);
        seen.addAll(page.actions());
      }
      assertThat(new HashSet<>(seen)).as("seen").hasSize(seen.size());
      assertThat(new HashSet<>(begun)).as("appended").isEqualTo(new HashSet<>(seen));
      var user = log.readUser(ActionAppender.STREAM, "u7", ActionCursor.END, 10_000).actions();
      assertThat(user).doesNotHaveDuplicates().hasSize(begun.size() / 50);
    }
  }

  /// What a process began to append before it was killed.
  private static List<LoggedAction> killed(String url, int lists, int millis)
      throws IOException, InterruptedException {
    var said = Files.createTempFile("lovage-crash", ".txt");
    var process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ActionAppender.class.getName(),
                url)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(said.toFile())
            .start();
    try {
      while (lines(said, "done ").size() < lists) {
        assertThat(process.waitFor(20, TimeUnit.MILLISECONDS)).as("it has ended").isFalse();
      }
      var _ = process.waitFor(millis, TimeUnit.MILLISECONDS);
    } finally {
      process.destroyForcibly().waitFor();
    }
    var begun = new ArrayList<LoggedAction>();
    for (var line : lines(said, "begin ")) {
      var words = line.split(" ", -1);
      begun.addAll(ActionAppender.list(Integer.parseInt(words[1]), Long.parseLong(words[2])));
    }
    Files.delete(said);
    return begun;
  }

  private static List<String> lines(Path said, String first) throws IOException {
    return Files.readAllLines(said).stream()
        .filter(line -> line.startsWith(first) && line.split(" ", -1).length == 3)
        .toList();
  }
}
