// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Schedules over HTTP.
class SchedulesTest {

  private static final String PATH = "/v1/schedules/nightly";

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> put(String body) {
    return server.send("PUT", PATH, body);
  }

  @Test
  void isPutShownAndListed() {
    var put =
        put(
            """
            {"type": "square", "argument": 3, "cron": "0 3 * * *", "zone": "Europe/Berlin",
             "jitter": "90s", "missed": "all", "mostMissed": 5, "overlap": "queue", "priority": 8}
            """);

    assertThat(put.statusCode()).isEqualTo(200);
    var schedule = TestServer.json(put);
    assertThat(schedule.get("words").asString())
        .isEqualTo("at 03:00, Europe/Berlin, up to 1 minute 30 seconds later");
    assertThat(schedule.get("missed").asString()).isEqualTo("ALL");
    assertThat(schedule.get("mostMissed").asInt()).isEqualTo(5);
    assertThat(schedule.get("argument").asInt()).isEqualTo(3);
    assertThat(schedule.get("next").asString()).startsWith("2026-01-01T02:0");
    assertThat(TestServer.json(server.get(PATH))).isEqualTo(schedule);
    assertThat(TestServer.json(server.get("/v1/schedules")).get("schedules").get(0))
        .isEqualTo(schedule);
    var coming = TestServer.json(server.get(PATH + "/next?count=3")).get("next");
    assertThat(coming).hasSize(3);
    assertThat(coming.get(0)).isEqualTo(schedule.get("next"));
  }

  @Test
  void isPausedResumedRunAndRemoved() {
    put("{\"type\": \"square\", \"argument\": 3, \"every\": \"15m\"}");

    assertThat(TestServer.json(server.post(PATH + "/pause", "null")).get("paused").asBoolean())
        .isTrue();
    var refused = server.post(PATH + "/run", "null");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("urn:lovage:problem:paused");
    assertThat(TestServer.json(server.post(PATH + "/resume", "null")).get("paused").asBoolean())
        .isFalse();
    var ran = server.post(PATH + "/run", "null");
    assertThat(ran.statusCode()).isEqualTo(202);
    var task = TestServer.json(server.get(TestServer.json(ran).at("/links/self").asString()));
    assertThat(task.at("/cause/kind").asString()).isEqualTo("schedule");
    assertThat(task.at("/cause/name").asString()).isEqualTo("nightly");
    assertThat(task.get("argument").asInt()).isEqualTo(3);
    assertThat(server.send("DELETE", PATH, null).statusCode()).isEqualTo(204);
    for (var gone : new String[] {PATH, PATH + "/next"}) {
      assertThat(server.get(gone).body()).contains("urn:lovage:problem:unknown-schedule");
    }
    assertThat(server.send("DELETE", PATH, null).statusCode()).isEqualTo(404);
    assertThat(server.post(PATH + "/run", "null").statusCode()).isEqualTo(404);
  }

  @Test
  void whatDoesNotFitIsRefusedByItsField() {
    refused("{\"cron\": \"@daily\"}", "type");
    refused("{\"type\": \"square\", \"argument\": \"x\", \"cron\": \"@daily\"}", "argument");
    refused("{\"type\": \"square\", \"argument\": 1}", "when");
    refused("{\"type\": \"square\", \"argument\": 1, \"cron\": \"61 * * * *\"}", "cron");
    refused(
        "{\"type\": \"square\", \"argument\": 1, \"cron\": \"@daily\", \"zone\": \"X/Y\"}", "zone");
    refused("{\"type\": \"square\", \"argument\": 1, \"every\": \"soon\"}", "every");
    refused("{\"type\": \"square\", \"argument\": 1, \"every\": 7}", "every");
    refused(
        "{\"type\": \"square\", \"argument\": 1, \"at\": \"2020-01-01T00:00:00Z\"}", "schedule");
    refused(
        "{\"type\": \"square\", \"argument\": 1, \"every\": \"1m\", \"overlap\": \"x\"}",
        "overlap");
    refused(
        "{\"type\": \"square\", \"argument\": 1, \"every\": \"1m\", \"priority\": 11}", "priority");
    refused(
        "{\"type\": \"square\", \"argument\": 1, \"every\": \"1m\", \"pirority\": 1}", "pirority");
    refused("[]", "body");
    assertThat(
            server
                .send(
                    "PUT",
                    "/v1/schedules/a%20b",
                    "{\"type\": \"square\", \"argument\": 1, \"every\": \"1m\"}")
                .body())
        .contains("\"field\":\"name\"");
    assertThat(server.get("/v1/schedules").body()).isEqualTo("{\"schedules\":[]}");
  }

  private void refused(String body, String field) {
    var answer = put(body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(TestServer.json(answer).path("field").asString()).as(answer.body()).isEqualTo(field);
  }

  @Test
  void aTypeThatIsElsewhereIsTakenAtItsWord() {
    assertThat(put("{\"type\": \"elsewhere\", \"every\": \"1m\"}").statusCode()).isEqualTo(200);
    assertThat(TestServer.json(server.get(PATH)).get("argument").isNull()).isTrue();
    server.time.advance(Duration.ofMinutes(1));
    assertThat(TestServer.json(server.get(PATH)).get("fired").asInt()).isZero();
  }
}
