// SPDX-License-Identifier: Apache-2.0
package dev.lovage.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Likes movies of the recommender and looks at the feed after each, whatever happens to the app: a
/// like that was not answered is sent again until it is.
final class Fans implements AutoCloseable {

  private static final int FIRST_MOVIE = 1_000; // of the generated set
  private static final int MOVIES = 240;
  private static final int EACH = 40;
  private static final int MOST_PAUSE_MILLIS = 30;
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Client web;
  private final SplittableRandom random;
  private final Set<String> liked = new HashSet<>();
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Thread thread = Thread.ofVirtual().unstarted(this::run);
  private long version;

  private Fans(Client web, SplittableRandom random) {
    this.web = web;
    this.random = random;
  }

  static Fans of(Client web, SplittableRandom random) {
    var fans = new Fans(web, random);
    fans.thread.start();
    return fans;
  }

  private void run() {
    try {
      for (int i = 0; !stop.get(); i++) {
        var user = "fan-" + i / EACH;
        int movie = FIRST_MOVIE + random.nextInt(MOVIES);
        like(user, movie);
        liked.add(user + " " + movie);
        look(user);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(MOST_PAUSE_MILLIS)));
      }
    } catch (Throwable e) {
      failure.set(e);
    }
  }

  private void like(String user, int movie) throws InterruptedException {
    var answer =
        answered(
            HttpRequest.newBuilder(web.address().resolve("/like"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("user=" + user + "&movie=" + movie)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
  }

  private void look(String user) throws InterruptedException {
    var answer = answered(HttpRequest.newBuilder(web.address().resolve("/feed.json?user=" + user)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    long seen = JsonMapper.shared().readTree(answer.body()).path("version").asLong();
    assertThat(seen).as("the version that is served").isGreaterThanOrEqualTo(version);
    version = seen;
  }

  private HttpResponse<String> answered(HttpRequest.Builder request) throws InterruptedException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < PATIENCE.toNanos()) {
      try {
        return web.http()
            .send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
      } catch (IOException e) {
        // It was killed, or has not started yet.
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      }
    }
    return fail("no answer within " + PATIENCE);
  }

  /// All that was liked, `user movie`; fails if an answer was not as it should be.
  Set<String> stop() {
    stop.set(true);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    assertThat(failure.get()).isNull();
    return liked;
  }

  @Override
  public void close() {
    stop.set(true);
    thread.interrupt();
  }
}
