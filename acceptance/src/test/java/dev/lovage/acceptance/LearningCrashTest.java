// SPDX-License-Identifier: Apache-2.0
package dev.lovage.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.servers.FreePort;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `kill -9` at any moment of collect, trigger, train, publish and serve, in the recommender:
/// `-Dlovage.crash.kills=200` for many, `-Dlovage.crash.seed=7` for the same moments again.
@Tag("slow")
class LearningCrashTest {

  private static final int EVERY = 25;
  private static final int MOST_MILLIS = 1_500;
  private static final String TRIGGER = "/v1/triggers/enough-likes";

  @TempDir private Path folder;

  @Test
  void everyLikeCountsOnceEveryNthTrainsOnceAndTheModelNeverGoesBack(TestReporter reporter) {
    long seed = Long.getLong("lovage.crash.seed", System.nanoTime());
    int kills = Integer.getInteger("lovage.crash.kills", 6);
    reporter.publishEntry("seed", Long.toString(seed));
    var random = new SplittableRandom(seed);
    int port = FreePort.next();
    var web = new Client(URI.create("http://127.0.0.1:" + port));

    try (var fans = Fans.of(web, random.split())) {
      for (int i = 0; i < kills; i++) {
        try (var app = start(port)) {
          if (random.nextInt(4) > 0) { // else perhaps while it starts
            app.awaitReport();
          }
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(MOST_MILLIS)));
          app.kill();
        }
      }
      try (var _ = start(port).awaitReport()) {
        var liked = fans.stop();
        reporter.publishEntry("likes", Integer.toString(liked.size()));
        assertCollected(web, liked);
        assertTrained(web, liked.size(), Duration.ofSeconds(120 + 3L * kills));
      }
    }
  }

  private Started start(int port) {
    return Started.lovage(
        folder,
        "demo",
        "recommender",
        "--generated",
        "--every",
        Integer.toString(EVERY),
        "--port",
        Integer.toString(port));
  }

  private static void assertCollected(Client web, Iterable<String> liked) {
    var kept = new HashSet<String>();
    var path = "/v1/actions/likes?limit=1000";
    while (true) {
      var page = web.json(path);
      for (var action : page.path("actions")) {
        var like =
            action.path("user").asString() + " " + action.path("body").path("movie").asString();
        assertThat(kept.add(like)).as(like).isTrue();
      }
      if (!page.path("more").asBoolean()) {
        break;
      }
      path = "/v1/actions/likes?limit=1000&after=" + page.path("next").asString();
    }
    assertThat(kept).hasSameElementsAs(liked);
  }

  private static void assertTrained(Client web, int likes, Duration limit) {
    Poll.untilTrue(
        limit,
        "the trigger has seen " + likes + " likes",
        () -> web.json(TRIGGER).path("count").asInt() == likes);
    assertThat(web.json(TRIGGER).path("fired").asInt()).isEqualTo(likes / EVERY);
    Poll.untilTrue(
        limit,
        "all trainings have succeeded",
        () -> trainings(web).stream().allMatch(LearningCrashTest::hasSucceeded));
    var causes = new HashSet<String>();
    for (var task : trainings(web)) {
      assertThat(causes.add(task.path("cause").toString())).as("%s", task).isTrue();
    }
    assertThat(causes).hasSize(likes / EVERY + 1); // and the first start's
  }

  /// Or was killed so often that it is taken for what kills.
  private static boolean hasSucceeded(JsonNode task) {
    return task.path("state").asString().equals("SUCCEEDED")
        || task.path("error").path("type").asString().equals("lovage.LostTooOften");
  }

  private static List<JsonNode> trainings(Client web) {
    var tasks = new ArrayList<JsonNode>();
    var cursor = "";
    while (true) {
      var page = web.json("/v1/tasks?type=train&limit=1000" + cursor);
      page.path("tasks").forEach(tasks::add);
      if (page.path("next").isNull()) {
        return tasks;
      }
      cursor = "&cursor=" + page.path("next").asString();
    }
  }
}
