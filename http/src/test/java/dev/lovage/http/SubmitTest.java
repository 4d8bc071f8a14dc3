// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.TaskId;
import dev.lovage.TaskState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmitTest {

  private static final String ID = "01890a5d-ac96-774b-bcce-b302099a8057";

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void isAcceptedWithTheTasksAddress() {
    var response = server.post("/v1/tasks/square", "12");

    assertThat(response.statusCode()).isEqualTo(202);
    var json = TestServer.json(response);
    var id = json.get("id").asString();
    assertThat(TestServer.header(response, "Location")).isEqualTo("/v1/tasks/" + id);
    assertThat(json.get("type").asString()).isEqualTo("square");
    assertThat(json.get("state").asString()).isEqualTo("QUEUED");
    assertThat(json.get("links").get("result").asString()).isEqualTo("/v1/tasks/" + id + "/result");
    assertThat(server.lovage.handle(TaskId.parse(id), Long.class).state())
        .isEqualTo(TaskState.QUEUED);
  }

  @Test
  void isComputedAndItsResultServed() throws Exception {
    var id = submit("/v1/tasks/square", "12");
    var worker = server.lovage.startWorker();
    server.lovage.handle(id, Long.class).await(Duration.ofSeconds(20));
    worker.drain(Duration.ofSeconds(5));

    var result = server.get("/v1/tasks/" + id + "/result");
    assertThat(result.statusCode()).isEqualTo(200);
    assertThat(result.body()).isEqualTo("144");
  }

  @Test
  void takesItsOptionsFromTheQuery() {
    var id =
        submit(
            "/v1/tasks/square?queue=heavy&priority=9&delay=1h&expiry=P2D&timeLimit=90s&resultTtl=7d",
            "3");

    var task = server.lovage.handle(id, Long.class).task();
    assertThat(task.state()).isEqualTo(TaskState.SCHEDULED);
    assertThat(task.placement().queue()).isEqualTo("heavy");
    assertThat(task.placement().priority()).isEqualTo(9);
    assertThat(task.placement().dueAt()).isEqualTo(server.time.instant().plusSeconds(3_600));
    assertThat(task.placement().expiresAt())
        .isEqualTo(server.time.instant().plus(Duration.ofDays(2)));
  }

  @Test
  void waitsForItsInstant() {
    var id = submit("/v1/tasks/square?at=2026-03-01T12:00:00%2B01:00", "3");

    assertThat(server.lovage.handle(id, Long.class).task().placement().dueAt())
        .isEqualTo(Instant.parse("2026-03-01T11:00:00Z"));
  }

  @Test
  void waitsForItsPredecessors() {
    var first = submit("/v1/tasks/square", "1");
    var second = submit("/v1/tasks/square", "2");
    var response = server.post("/v1/tasks/square?after=" + first + "," + second, "3");

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(TestServer.json(response).get("state").asString()).isEqualTo("WAITING");
  }

  @Test
  void refusesAnUnknownPredecessorByItsField() {
    var response = server.post("/v1/tasks/square?after=" + ID, "3");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(TestServer.json(response).get("field").asString()).isEqualTo("after");
  }

  @Test
  void twiceWithOneIdIsOneTask() {
    var first = server.post("/v1/tasks/square?id=" + ID, "3");
    var second = server.post("/v1/tasks/square?id=" + ID, "3");

    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(second.statusCode()).isEqualTo(202);
    assertThat(TestServer.header(second, "Location"))
        .isEqualTo(TestServer.header(first, "Location"));
    assertThat(TestServer.json(server.get("/v1/tasks")).get("tasks").size()).isEqualTo(1);
  }

  @Test
  void takesARecordAsItsArgument() {
    var id = submit("/v1/tasks/order", "{\"user\":\"Zoë\",\"items\":3,\"inner\":{\"weight\":1.5}}");

    assertThat(
            TestServer.json(server.get("/v1/tasks/" + id)).get("argument").get("user").asString())
        .isEqualTo("Zoë");
  }

  @ParameterizedTest
  @CsvSource({
    "priority=10, priority",
    "priority=high, priority",
    "priority=, priority",
    "delay=soon, delay",
    "delay=10, delay",
    "delay=-PT1S, delay",
    "delay=99999999999999999999s, delay",
    "delay=PT99999999999999999H, delay",
    "expiry=0s, expiry",
    "timeLimit=0s, timeLimit",
    "resultTtl=999999d, resultTtl",
    "at=tomorrow, at",
    "at=2026-03-01T12:00:00+01:00, at",
    "at=2026-03-01T12:00:00Z&delay=1s, at",
    "queue=a%20b, queue",
    "id=17, id",
    "after=17, after",
    "after=, after",
    "queue=a&queue=b, queue",
  })
  void refusesAnOptionThatCantBeReadByItsName(String query, String field) {
    var response = server.post("/v1/tasks/square?" + query, "3");

    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(TestServer.header(response, "Content-Type")).isEqualTo("application/problem+json");
    assertThat(TestServer.json(response).get("field").asString()).isEqualTo(field);
    assertThat(TestServer.json(response).get("detail").asString()).isNotBlank();
    assertThat(TestServer.json(server.get("/v1/tasks")).get("tasks").size()).isZero();
  }

  private TaskId submit(String path, String json) {
    var response = server.post(path, json);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    return TaskId.parse(TestServer.json(response).get("id").asString());
  }
}
