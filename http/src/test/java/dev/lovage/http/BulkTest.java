// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.spi.JsonCodec;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Many tasks in one request.
class BulkTest {

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> lines(String body, String... headers) {
    var all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "Content-Type";
    all[1] = "application/x-ndjson";
    return server.send("POST", "/v1/tasks/square/bulk", body, all);
  }

  private static List<JsonNode> parsed(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body().lines().map(line -> JsonCodec.tree("line", line)).toList();
  }

  private int queued() {
    return TestServer.json(server.get("/v1/tasks?limit=1000")).get("tasks").size();
  }

  @Test
  void eachLineIsATaskAndHasALineOfTheAnswer() {
    var response = lines(" 1\n2\r\n\n3");

    var answer = parsed(response);
    assertThat(TestServer.header(response, "Content-Type")).isEqualTo("application/x-ndjson");
    assertThat(answer).extracting(line -> line.get("line").asInt()).containsExactly(1, 2, 3);
    for (int i = 0; i < 3; i++) {
      var task = server.get("/v1/tasks/" + answer.get(i).get("id").asString());
      assertThat(TestServer.json(task).get("argument").asInt()).isEqualTo(i + 1);
    }
  }

  @Test
  void aBadLineRefusesOnlyItself() {
    var answer = parsed(lines("1\n\"two\"\nnot json\n4"));

    assertThat(answer.get(0).has("id")).isTrue();
    assertThat(answer.get(3).has("id")).isTrue();
    for (int bad : List.of(1, 2)) {
      var problem = answer.get(bad).get("problem");
      assertThat(problem.get("status").asInt()).isEqualTo(400);
      assertThat(problem.get("field").asString()).startsWith("argument");
      assertThat(problem.get("remedy").asString()).contains("whole number");
    }
    assertThat(queued()).isEqualTo(2);
  }

  @Test
  void anArrayIsAnsweredWithAnArray() {
    var response = server.post("/v1/tasks/order/bulk", "[{\"user\":\"a\",\"items\":1}, 7]");

    assertThat(response.statusCode()).isEqualTo(200);
    var answer = TestServer.json(response);
    assertThat(answer.size()).isEqualTo(2);
    assertThat(answer.get(0).get("id").asString()).hasSize(36);
    assertThat(answer.get(1).get("problem").get("field").asString()).isEqualTo("argument");
    assertThat(server.post("/v1/tasks/square/bulk", "7").statusCode()).isEqualTo(400);
    assertThat(server.post("/v1/tasks/square/bulk", "[7] 8").statusCode()).isEqualTo(400);
    assertThat(TestServer.json(server.post("/v1/tasks/square/bulk", "[]")).size()).isZero();
  }

  @Test
  void optionsHoldForAllOfThem() {
    var answer =
        TestServer.json(server.post("/v1/tasks/square/bulk?priority=9&queue=heavy", "[1,2]"));

    for (var line : answer) {
      var task = TestServer.json(server.get("/v1/tasks/" + line.get("id").asString()));
      assertThat(task.get("priority").asInt()).isEqualTo(9);
      assertThat(task.get("queue").asString()).isEqualTo("heavy");
    }
    assertThat(server.post("/v1/tasks/square/bulk?id=x", "[1]").statusCode()).isEqualTo(400);
  }

  @Test
  void aBodySentAgainWithItsKeyMakesNoNewTasks() {
    var body = IntStream.range(0, 900).mapToObj(i -> i + "\n").collect(Collectors.joining());

    var first = parsed(lines(body, "Idempotency-Key", "import-7"));
    var second = parsed(lines(body, "Idempotency-Key", "import-7"));

    assertThat(second).isEqualTo(first);
    assertThat(queued()).isEqualTo(900);
  }

  @Test
  void moreThanABodysLimitIsTakenInLinesAndOneLineMayNotBeLonger() {
    var long1 = "{\"user\":\"" + "u".repeat(600_000) + "\",\"items\":1}\n";
    var response =
        server.send(
            "POST",
            "/v1/tasks/order/bulk",
            long1.repeat(4),
            "Content-Type",
            "application/x-ndjson");
    assertThat(parsed(response)).hasSize(4).allMatch(line -> line.has("id"));

    var tooLong =
        server.send(
            "POST",
            "/v1/tasks/order/bulk",
            "\"" + "u".repeat(2 << 20) + "\"",
            "Content-Type",
            "application/x-ndjson");
    assertThat(parsed(tooLong).getLast().get("problem").get("status").asInt()).isEqualTo(413);
  }

  @Test
  void whatWasTakenBeforeALineThatCantBeReadIsTold() {
    var body = "7\n".repeat(1_200) + "1".repeat(2 << 20) + "\n8\n";

    var answer = parsed(lines(body));

    assertThat(answer).hasSize(1_201);
    assertThat(answer.subList(0, 1_200)).allMatch(line -> line.has("id"));
    assertThat(answer.getLast().get("problem").get("detail").asString()).contains("1,048,576");
    assertThat(server.lovage.queries().queues().getFirst().counts().values()).containsOnly(1_200L);
  }

  @Test
  void whatWasTakenBeforeABodysMostIsTold() throws Exception {
    var line = "7" + " ".repeat(1_000) + "\n";
    var request =
        HttpRequest.newBuilder(server.uri("/v1/tasks/square/bulk"))
            .header("Content-Type", "application/x-ndjson")
            // Of no known length, so that it is taken until it is too much.
            .POST(
                BodyPublishers.ofInputStream(() ->
                    new ByteArrayInputStream(line.repeat(70_000).getBytes(StandardCharsets.UTF_8))))
            .build();

    var answer = parsed(server.send(request));

    assertThat(answer.getFirst().has("id")).isTrue();
    assertThat(answer.getLast().get("problem").get("detail").asString()).contains("64 MiB");
  }

  @Test
  void linesOverTheMostAreNotTaken() {
    var answer = parsed(lines("7\n".repeat(BulkResource.MAX_LINES + 10)));

    assertThat(answer).hasSize(BulkResource.MAX_LINES + 1);
    assertThat(answer.getLast().get("problem").get("status").asInt()).isEqualTo(413);
    assertThat(answer.get(BulkResource.MAX_LINES - 1).has("id")).isTrue();
  }
}
