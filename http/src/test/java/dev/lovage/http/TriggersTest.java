// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Triggers over HTTP, and calls with signed bodies.
class TriggersTest {

  private static final String PATH = "/v1/triggers/hook";

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> put(String body) {
    return server.send("PUT", PATH, body);
  }

  private static String signature(String seconds, String body) throws Exception {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(TestServer.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return HexFormat.of()
        .formatHex(mac.doFinal((seconds + "." + body).getBytes(StandardCharsets.UTF_8)));
  }

  private HttpResponse<String> call(String body, String seconds, String signature) {
    return server.post(
        PATH + "/calls", body, "Lovage-Timestamp", seconds, "Lovage-Signature", signature);
  }

  private String now() {
    return Long.toString(server.lovage.tickers().clock().instant().getEpochSecond());
  }

  @Test
  void isPutShownListedPausedResumedAndRemoved() {
    var put = put("{\"type\": \"square\", \"argument\": 3, \"on\": \"value\", \"of\": \"model\"}");

    assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
    var trigger = TestServer.json(put);
    assertThat(trigger.get("words").asString()).isEqualTo("a result published as model");
    assertThat(TestServer.json(server.get(PATH))).isEqualTo(trigger);
    assertThat(TestServer.json(server.get("/v1/triggers")).get("triggers").get(0))
        .isEqualTo(trigger);
    assertThat(TestServer.json(server.post(PATH + "/pause", "null")).get("paused").asBoolean())
        .isTrue();
    assertThat(TestServer.json(server.post(PATH + "/resume", "null")).get("paused").asBoolean())
        .isFalse();
    assertThat(server.send("DELETE", PATH, null).statusCode()).isEqualTo(204);
    assertThat(server.get(PATH).body()).contains("urn:lovage:problem:unknown-trigger");
    assertThat(call("1", now(), "00").statusCode()).isEqualTo(404);
  }

  @Test
  void aCallThatIsSignedMakesATaskOfItsBody() throws Exception {
    put("{\"type\": \"square\", \"on\": \"call\", \"of\": \"TEST\"}");
    var now = now();

    var taken = call("12", now, "sha256=" + signature(now, "12"));
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
    var task = TestServer.json(server.get(TestServer.json(taken).at("/links/self").asString()));
    assertThat(task.get("argument").asInt()).isEqualTo(12);
    assertThat(task.at("/cause/kind").asString()).isEqualTo("trigger");
    var again = call("12", now, signature(now, "12"));
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(TestServer.json(again).get("id")).isEqualTo(TestServer.json(taken).get("id"));
    assertThat(TestServer.json(again).get("again").asBoolean()).isTrue();

    assertThat(call("13", now, signature(now, "12")).statusCode()).isEqualTo(401);
    assertThat(call("13", now, "").statusCode()).isEqualTo(401);
    assertThat(server.post(PATH + "/calls", "13").statusCode()).isEqualTo(401);
    var old = Long.toString(Long.parseLong(now) - 400);
    assertThat(call("13", old, signature(old, "13")).body()).contains("5 minutes");
    assertThat(call("\"x\"", now, signature(now, "\"x\"")).statusCode()).isEqualTo(400);
    server.post(PATH + "/pause", "null");
    assertThat(call("14", now, signature(now, "14")).statusCode()).isEqualTo(409);
  }

  @Test
  void aCallNeedsNoTokenAndTheRestDoes() throws Exception {
    try (var closed = TestServer.withToken("a-long-secret")) {
      var refused = closed.post(PATH + "/calls", "1");
      assertThat(refused.statusCode()).isEqualTo(404);
      assertThat(closed.get(PATH).statusCode()).isEqualTo(401);
      assertThat(closed.post(PATH + "/pause", "null").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void whatDoesNotFitIsRefusedByItsField() {
    refused("{\"on\": \"value\", \"of\": \"x\"}", "type");
    refused("{\"type\": \"square\", \"of\": \"x\"}", "on");
    refused("{\"type\": \"square\", \"on\": \"valeu\", \"of\": \"x\"}", "on");
    refused("{\"type\": \"square\", \"on\": \"value\"}", "of");
    refused("{\"type\": \"square\", \"on\": \"actions\", \"of\": \"x\"}", "every");
    refused("{\"type\": \"square\", \"on\": \"value\", \"of\": \"x\", \"every\": 3}", "every");
    refused("{\"type\": \"square\", \"on\": \"value\", \"of\": \"x\", \"byUser\": 3}", "byUser");
    refused("{\"type\": \"square\", \"on\": \"value\", \"of\": \"x\", \"qeueu\": \"q\"}", "qeueu");
    refused(
        "{\"type\": \"square\", \"argument\": \"x\", \"on\": \"value\", \"of\": \"x\"}",
        "argument");
  }

  private void refused(String body, String field) {
    var answer = put(body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(TestServer.json(answer).path("field").asString()).as(answer.body()).isEqualTo(field);
  }
}
