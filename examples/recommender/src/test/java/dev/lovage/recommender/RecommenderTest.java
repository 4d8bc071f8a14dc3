// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.lovage.app.RunningApp;
import dev.lovage.recommender.data.Generated;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole loop over HTTP, as a browser drives it.
@Tag("slow")
class RecommenderTest {

  private static final long LIMIT = TimeUnit.SECONDS.toNanos(60);
  private static final String GENRE = "Animation";

  @TempDir private Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private RunningApp app;

  @BeforeEach
  void start() {
    app = open();
  }

  private RunningApp open() {
    return Recommender.app(Generated.dataset(), 20)
        .start("--port", "0", "--data", folder.toString());
  }

  @AfterEach
  void stop() {
    app.stop(Duration.ZERO);
    http.close();
  }

  private URI uri(String path) {
    return app.address().orElseThrow().resolve(path);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private JsonNode feed(String user) throws Exception {
    var response = get("/feed.json?user=" + user);
    assertThat(response.statusCode()).isEqualTo(200);
    return JsonMapper.shared().readTree(response.body());
  }

  private void like(String user, int movie) throws Exception {
    var response =
        http.send(
            HttpRequest.newBuilder(uri("/like"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("user=" + user + "&movie=" + movie))
                .build(),
            BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(303);
    assertThat(response.headers().firstValue("Location")).contains("/feed?user=" + user);
  }

  private static long share(JsonNode feed) {
    return feed.path("movies")
        .valueStream()
        .filter(movie -> movie.path("genres").path(0).asString().equals(GENRE))
        .count();
  }

  /// Waits until a feed is from a version that has learned so many likes of a user.
  private JsonNode learned(String user, int likes) throws Exception {
    long end = System.nanoTime() + LIMIT;
    while (System.nanoTime() < end) {
      var feed = feed(user);
      if (feed.path("learned").asInt() >= likes) {
        return feed;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return fail("no version has learned " + likes + " likes of " + user);
  }

  @Test
  void likesStartATrainingWhoseModelServesTheNextVisit() throws Exception {
    var before = feed("ada");
    assertThat(before.path("version").asInt()).isZero();
    assertThat(before.path("liked")).isEmpty();
    var liked =
        Generated.dataset().movies().stream()
            .filter(movie -> movie.genres().contains(GENRE))
            .limit(20)
            .toList();
    for (int i = 0; i < 19; i++) {
      like("ada", liked.get(i).id());
    }
    like("ada", liked.getFirst().id()); // Twice is once, and starts nothing.
    assertThat(feed("ada").path("waiting").asInt()).isEqualTo(19);

    like("ada", liked.getLast().id());
    var after = learned("ada", 20);

    assertThat(after.path("version").asLong()).isPositive();
    assertThat(after.path("liked")).hasSize(20);
    assertThat(share(after)).isGreaterThan(share(before) + 5);
    var page = get("/feed?user=ada").body();
    assertThat(page).contains("For you, ada", "which has learned 20 likes of yours");
    var model = get("/model?user=ada").body();
    assertThat(model).contains("<svg", "NDCG@10", "v" + after.path("version").asLong());

    app.stop(Duration.ofSeconds(10));
    app = open();
    assertThat(feed("ada").path("version").asLong())
        .as("after a restart, at the first look")
        .isEqualTo(after.path("version").asLong());
    assertThat(feed("ada").path("liked")).hasSize(20);
  }

  @Test
  void whatIsNotRightIsRefusedInASentence() throws Exception {
    assertThat(get("/feed").statusCode()).isEqualTo(400);
    assertThat(get("/feed?user=" + "x".repeat(65)).statusCode()).isEqualTo(400);
    assertThat(get("/feed?user=%3Cb%3E").body()).contains("&lt;b&gt;").doesNotContain("<b>'s");
    var unknown =
        http.send(
            HttpRequest.newBuilder(uri("/like"))
                .POST(BodyPublishers.ofString("user=ada&movie=7"))
                .build(),
            BodyHandlers.ofString());
    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(unknown.body()).contains("there is none of the id");
    assertThat(get("/style.css").headers().firstValue("Content-Type"))
        .contains("text/css;charset=utf-8");
  }
}
