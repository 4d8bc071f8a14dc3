// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.Lovage;
import dev.lovage.ServedValue;
import dev.lovage.testkit.MemoryEngine;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

  private final TestServer server = TestServer.start();
  private final ServedValue<Long> current = server.lovage.served("current", 0L);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theInitialValueIsThereAtOnce() {
    var response = server.get("/v1/values/current");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("0");
    assertThat(TestServer.header(response, "Content-Type")).isEqualTo("application/json");
    assertThat(TestServer.header(response, "ETag")).startsWith("\"0-");
    assertThat(TestServer.header(response, "Cache-Control")).isEqualTo("no-cache");
  }

  @Test
  void twoInitialValuesHaveTwoTags() {
    try (var other = TestServer.start(s -> s.lovage.served("current", 1L))) {
      assertThat(TestServer.header(other.get("/v1/values/current"), "ETag"))
          .isNotEqualTo(TestServer.header(server.get("/v1/values/current"), "ETag"));
    }
  }

  @Test
  void aNewVersionHasItsOwnTagAgeAndDate() throws Exception {
    publish(7);
    server.time.advance(Duration.ofSeconds(90));

    var response = server.get("/v1/values/current");
    assertThat(response.body()).isEqualTo("49");
    assertThat(TestServer.header(response, "ETag"))
        .isEqualTo("\"" + current.snapshot().version() + "\"");
    assertThat(TestServer.header(response, "Age")).isEqualTo("90");
    assertThat(TestServer.header(response, "Last-Modified"))
        .isEqualTo("Thu, 1 Jan 2026 00:00:00 GMT");
  }

  @Test
  void whoHasTheNewestVersionGetsNoBody() throws Exception {
    publish(7);
    var tag = TestServer.header(server.get("/v1/values/current"), "ETag");

    for (var known : new String[] {tag, "*", "W/" + tag, "\"x\", " + tag, "\"x\" ,W/" + tag}) {
      var response = server.get("/v1/values/current", "If-None-Match", known);
      assertThat(response.statusCode()).as(known).isEqualTo(304);
      assertThat(response.body()).isEmpty();
      assertThat(TestServer.header(response, "ETag")).isEqualTo(tag);
      assertThat(TestServer.header(response, "Cache-Control")).isEqualTo("no-cache");
    }
    publish(8);
    var newer = server.get("/v1/values/current", "If-None-Match", tag);
    assertThat(newer.statusCode()).isEqualTo(200);
    assertThat(newer.body()).isEqualTo("64");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1", "1", "\"", "", ",,,", "W/", "\"\""})
  void aTagThatIsNoneOfOursIsAnsweredInFull(String known) {
    assertThat(server.get("/v1/values/current", "If-None-Match", known).statusCode())
        .isEqualTo(200);
  }

  @Test
  void headHasTheHeadersAndNoBody() {
    var get = server.get("/v1/values/current");
    var head = server.send("HEAD", "/v1/values/current", null);

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    for (var name :
        new String[] {"ETag", "Content-Type", "Content-Length", "Cache-Control", "Age"}) {
      assertThat(TestServer.header(head, name)).as(name).isEqualTo(TestServer.header(get, name));
    }
    assertThat(TestServer.header(head, "Content-Length")).isEqualTo("1");
    // The connection is still in step: the next answer is not taken for the missing body.
    assertThat(server.get("/v1/values/current").body()).isEqualTo("0");
  }

  @Test
  void aNameMayHaveSlashes() {
    server.lovage.served("a/b/c.d:e", Map.of("x", 1));

    assertThat(server.get("/v1/values/a/b/c.d:e").body()).isEqualTo("{\"x\":1}");
    assertThat(server.get("/v1/values/a%2Fb%2Fc.d%3Ae").body()).isEqualTo("{\"x\":1}");
  }

  @Test
  void aValueThatAnotherProcessServesIsReadFromTheStore() throws Exception {
    server.lovage.task(
        "elsewhere", Integer.class, String.class, n -> "é" + n, o -> o.publishes(other()));
    server.lovage.submit("elsewhere", 1, o -> {});
    var worker = server.lovage.startWorker();
    server.square.submit(1).await(Duration.ofSeconds(20));
    worker.drain(Duration.ofSeconds(5));

    assertThat(server.get("/v1/values/other").body()).isEqualTo("\"é1\"");
  }

  /// A value of another process, known here by nothing but its name.
  private ServedValue<String> other() {
    return Lovage.over(MemoryEngine.create()).served("other", "");
  }

  @Test
  void aLargeValueIsSentWhole() {
    var large = "x".repeat(3 << 20);
    server.lovage.served("large", large);

    assertThat(server.get("/v1/values/large").body()).isEqualTo('"' + large + '"');
    assertThat(TestServer.header(server.send("HEAD", "/v1/values/large", null), "Content-Length"))
        .isEqualTo("" + (large.length() + 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "current/", "current/x", "a%20b", "%00", "%C3%A9"})
  void anUnknownValueIsNotFound(String name) {
    var response = server.get("/v1/values/" + name);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(404);
    assertThat(TestServer.json(response).get("type").asString())
        .isEqualTo("urn:lovage:problem:unknown-value");
  }

  private void publish(int n) throws Exception {
    var type =
        server.lovage.type("publish").isPresent()
            ? server.lovage.type("publish").get()
            : server.lovage.task(
                "publish", Integer.class, Long.class, x -> (long) x * x, o -> o.publishes(current));
    var worker = server.lovage.startWorker();
    type.submitJson("" + n, o -> {}).await(Duration.ofSeconds(20));
    worker.drain(Duration.ofSeconds(5));
    assertThat(current.get()).isEqualTo((long) n * n);
  }
}
