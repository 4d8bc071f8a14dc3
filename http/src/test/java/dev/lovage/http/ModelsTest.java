// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.Manifest;
import dev.lovage.Model;
import dev.lovage.TaskType;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelsTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final TestServer server = TestServer.start();
  private final Model<String> model =
      server.lovage.models().model("ranking", ModelsTest::read, "none");
  private final TaskType<String, Manifest> train =
      server.lovage.task(
          "train",
          String.class,
          Manifest.class,
          text ->
              model.save(
                  out -> out.write(text.getBytes(StandardCharsets.UTF_8)),
                  Map.of("length", (double) text.length()),
                  Map.of("text", text)),
          task -> task.publishes(model.manifest()));

  private static String read(InputStream in) throws IOException {
    var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    if (text.startsWith("?")) {
      throw new IOException("of another form");
    }
    return text;
  }

  private long train(String text) throws Exception {
    var worker = server.lovage.startWorker();
    var handle = train.submit(text);
    handle.await(SOON);
    worker.drain(SOON);
    assertThat(server.lovage.models().awaitLoaded(SOON)).isTrue();
    return handle.task().version();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aModelWithoutVersionsIsListedWithItsInitialOne() {
    var list = TestServer.json(server.get("/v1/models")).path("models");

    assertThat(list).hasSize(1);
    assertThat(list.path(0).path("name").asString()).isEqualTo("ranking");
    assertThat(list.path(0).path("version").asInt()).isZero();
    assertThat(list.path(0).path("content").isNull()).isTrue();
    assertThat(server.get("/v1/models/ranking").statusCode()).isEqualTo(200);
    assertThat(server.get("/v1/models/other").statusCode()).isEqualTo(404);
  }

  @Test
  void aVersionIsShownWithItsFiguresAndItsContentIsStreamed() throws Exception {
    long version = train("whales");

    var shown = TestServer.json(server.get("/v1/models/ranking"));
    assertThat(shown.path("version").asLong()).isEqualTo(version);
    assertThat(shown.path("size").asInt()).isEqualTo(6);
    assertThat(shown.path("metrics").path("length").asDouble()).isEqualTo(6);
    assertThat(shown.path("parameters").path("text").asString()).isEqualTo("whales");
    assertThat(shown.path("reading").path("version").asLong()).isEqualTo(version);
    assertThat(shown.path("versions")).hasSize(1);
    var content = server.get(shown.path("content").asString());
    assertThat(content.statusCode()).isEqualTo(200);
    assertThat(content.body()).isEqualTo("whales");
    assertThat(TestServer.header(content, "Content-Length")).isEqualTo("6");
    assertThat(TestServer.header(content, "ETag"))
        .isEqualTo("\"" + shown.path("sha256").asString() + "\"");
    assertThat(server.send("HEAD", shown.path("content").asString(), null).statusCode())
        .isEqualTo(200);
    assertThat(server.get("/v1/models/ranking/versions/99/content").statusCode()).isEqualTo(404);
  }

  @Test
  void aContentOfManyMegabytesComesWhole() throws Exception {
    var big = "0123456789".repeat(1 << 20);
    long version = train(big);

    try (var client = HttpClient.newHttpClient()) {
      var path = "/v1/models/ranking/versions/" + version + "/content";
      var answer =
          client.send(HttpRequest.newBuilder(server.uri(path)).build(), BodyHandlers.ofByteArray());
      assertThat(answer.body()).hasSize(10 << 20);
    }
  }

  @Test
  void versionsAreComparedRolledBackAndPinned() throws Exception {
    long one = train("whales");
    long two = train("dolphins");

    var comparison =
        TestServer.json(server.get("/v1/models/ranking/compare?from=" + one + "&to=" + two));
    assertThat(comparison.path("metrics").path(0).path("difference").asDouble()).isEqualTo(2);
    assertThat(comparison.path("parameters").path(0).path("to").asString()).isEqualTo("dolphins");
    assertThat(server.get("/v1/models/ranking/compare?from=" + one).statusCode()).isEqualTo(400);
    assertThat(server.get("/v1/models/ranking/compare?from=1&to=999").statusCode()).isEqualTo(404);

    var back =
        TestServer.json(server.send("POST", "/v1/models/ranking/rollback?version=" + one, null));
    assertThat(back.path("version").asLong()).isGreaterThan(two);
    assertThat(server.lovage.models().awaitLoaded(SOON)).isTrue();
    assertThat(model.current()).isEqualTo("whales");
    var pin = "/v1/models/ranking/pin";
    assertThat(server.send("PUT", pin + "?version=" + two, null).statusCode()).isEqualTo(200);
    assertThat(TestServer.json(server.get("/v1/models/ranking")).path("pinned").asBoolean())
        .isTrue();
    assertThat(server.send("DELETE", pin, null).statusCode()).isEqualTo(200);
    assertThat(server.send("POST", "/v1/models/ranking/rollback?version=99", null).statusCode())
        .isEqualTo(404);
    assertThat(server.send("POST", "/v1/models/ranking/rollback", null).statusCode())
        .isEqualTo(400);
  }

  @Test
  void whatCanNotBeReadIsToldByTheModelAndByHealth() throws Exception {
    train("whales");
    train("?");

    var reading = TestServer.json(server.get("/v1/models/ranking")).path("reading");
    assertThat(reading.path("trouble").asString()).contains("of another form");
    var health = server.get("/health/ready");
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(TestServer.json(health).path("warnings").path(0).asString())
        .contains("model ranking", "still serves");
  }
}
