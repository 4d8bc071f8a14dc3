// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.ActionCursor;
import dev.lovage.spi.ActionLog;
import dev.lovage.spi.LoggedAction;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;

/// Kills processes that append, at random moments. What was answered is there; what was begun is
/// appended again; then everything is there once.
public final class ActionCrash {

  private static final int ROUNDS = 4;

  private ActionCrash() {}

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

  /// What a process began to append before it was killed. What it was answered is there at once.
  private static List<LoggedAction> killed(String url, int lists, int millis)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ActionAppender.class.getName(),
                url)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var begun = new ArrayList<LoggedAction>();
    int done = 0;
    try (var out = process.inputReader()) {
      done = follow(out, begun, lists);
      var _ = process.waitFor(millis, java.util.concurrent.TimeUnit.MILLISECONDS);
      process.destroyForcibly();
      done += follow(out, begun, Integer.MAX_VALUE);
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(done).isGreaterThanOrEqualTo(lists);
    return begun;
  }

  private static int follow(BufferedReader out, List<LoggedAction> begun, int lists)
      throws IOException {
    int done = 0;
    while (done < lists) {
      var line = out.readLine();
      if (line == null) {
        return done;
      }
      var words = line.split(" ", -1);
      if (words[0].equals("begin") && words.length == 3) {
        begun.addAll(ActionAppender.list(Integer.parseInt(words[1]), Long.parseLong(words[2])));
      } else if (words[0].equals("done")) {
        done++;
      }
    }
    return done;
  }
}
