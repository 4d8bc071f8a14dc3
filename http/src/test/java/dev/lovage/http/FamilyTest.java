// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Families of values, waiting for versions, and the return to older ones, over HTTP.
class FamilyTest {

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private void publish(String name, String... arguments) throws Exception {
    var served = server.lovage.served(name, 0L);
    var task =
        server.lovage.task(
            "publish-" + name, Long.class, Long.class, n -> n, o -> o.publishes(served));
    var worker = server.lovage.startWorker();
    for (var argument : arguments) {
      task.submit(Long.valueOf(argument)).await(Duration.ofSeconds(20));
    }
    worker.drain(Duration.ofSeconds(5));
  }

  @Test
  void theSourceOfAnAnswerIsNamed() {
    var popular = server.lovage.served("popular", "hits");
    server.lovage.servedFamily("feed/{user}", String.class).or(popular);
    server.lovage.servedFamily("bare/{user}", String.class).orDefault("nothing");
    server.lovage.servedFamily("empty/{user}", String.class);

    var fallback = server.get("/v1/values/feed/ada");
    assertThat(fallback.body()).isEqualTo("\"hits\"");
    assertThat(TestServer.header(fallback, "Lovage-Source")).isEqualTo("popular");
    var last = server.get("/v1/values/bare/ada");
    assertThat(last.body()).isEqualTo("\"nothing\"");
    assertThat(TestServer.header(last, "Lovage-Source")).isEqualTo("default");
    assertThat(server.get("/v1/values/empty/ada").statusCode()).isEqualTo(404);
    assertThat(server.get("/v1/values/popular").headers().map()).doesNotContainKey("lovage-source");
  }

  @Test
  void theNextVersionIsWaitedFor() throws Exception {
    publish("current", "7");
    var tag = TestServer.header(server.get("/v1/values/current"), "ETag");

    var none = server.get("/v1/values/current?wait=1ms", "If-None-Match", tag);
    assertThat(none.statusCode()).isEqualTo(304);
    var waiting =
        CompletableFuture.supplyAsync(
            () -> server.get("/v1/values/current?wait=20s", "If-None-Match", tag));
    server
        .lovage
        .values()
        .rollback(
            "current", server.lovage.values().history("current").versions().getFirst().version());
    assertThat(waiting.get().statusCode()).isEqualTo(200);
    assertThat(TestServer.header(waiting.get(), "ETag")).isNotEqualTo(tag);
    assertThat(server.get("/v1/values/current?wait=1ms").body()).isEqualTo("7");
  }

  @Test
  void theNextVersionOfAKeyedValueIsWaitedFor() throws Exception {
    var popular = server.lovage.served("popular", "hits");
    var feeds = server.lovage.servedFamily("feed/{user}", String.class).or(popular);
    var train =
        server.lovage.task(
            "train", String.class, String.class, user -> "for " + user, o -> o.publishes(feeds));
    var tag = TestServer.header(server.get("/v1/values/feed/ada"), "ETag");
    var other = server.get("/v1/values/feed/ada?wait=20s", "If-None-Match", "\"9\"");
    assertThat(other.body()).isEqualTo("\"hits\"");

    var waiting =
        CompletableFuture.supplyAsync(
            () -> server.get("/v1/values/feed/ada?wait=20s", "If-None-Match", tag));
    var worker = server.lovage.startWorker();
    train.submit("ada").await(Duration.ofSeconds(20));
    worker.drain(Duration.ofSeconds(5));

    assertThat(waiting.get().body()).isEqualTo("\"for ada\"");
    assertThat(TestServer.header(waiting.get(), "Lovage-Source")).isEqualTo("feed/ada");
    assertThat(server.get("/v1/values/feed/bob").body()).isEqualTo("\"hits\"");
  }

  @Test
  void olderVersionsAreListedReadAndServedAgain() throws Exception {
    publish("current", "1", "2", "3");

    var history = TestServer.json(server.get("/v1/history/current"));
    assertThat(history.get("pinned").asBoolean()).isFalse();
    var versions = history.get("versions");
    assertThat(versions.size()).isEqualTo(3);
    var first = versions.get(2).get("version").asString();
    assertThat(server.get("/v1/history/current?version=" + first).body()).isEqualTo("1");

    var back = server.send("POST", "/v1/history/current?version=" + first, null);
    assertThat(back.statusCode()).isEqualTo(200);
    assertThat(server.get("/v1/values/current").body()).isEqualTo("1");
    var newest = TestServer.json(back).get("version").asString();
    var pinned = server.send("PUT", "/v1/pins/current?version=" + newest, null);
    assertThat(pinned.statusCode()).isEqualTo(200);
    assertThat(server.get("/v1/history/current").body()).contains("\"pinned\":true");
    assertThat(server.send("DELETE", "/v1/pins/current", null).statusCode()).isEqualTo(200);
    assertThat(server.get("/v1/history/current").body()).contains("\"pinned\":false");
  }

  @Test
  void whatIsNotKeptIsToldWithTheRemedy() throws Exception {
    publish("current", "1");

    for (var path : List.of("/v1/history/current?version=999", "/v1/history/nothing")) {
      assertThat(server.get(path).statusCode()).as(path).isEqualTo(404);
    }
    var missing = server.send("POST", "/v1/history/current", null);
    assertThat(missing.statusCode()).isEqualTo(400);
    assertThat(TestServer.json(missing).get("field").asString()).isEqualTo("version");
    assertThat(server.send("PUT", "/v1/pins/current?version=x", null).statusCode()).isEqualTo(400);
    assertThat(server.send("DELETE", "/v1/pins/nothing", null).statusCode()).isEqualTo(404);
  }
}
