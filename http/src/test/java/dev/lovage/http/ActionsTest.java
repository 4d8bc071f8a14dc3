// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// `/v1/actions`.
class ActionsTest {

  private static final String ORDERS = "/v1/actions/orders";

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private static String action(UUID id, String user, int items) {
    return "{\"id\":\"%s\",\"user\":\"%s\",\"kind\":\"buy\",\"body\":{\"user\":\"%s\", \"items\":%d}}"
        .formatted(id, user, user, items);
  }

  private HttpResponse<String> lines(String body) {
    return server.send("POST", ORDERS, body, "Content-Type", "application/x-ndjson");
  }

  private JsonNode get(String path) {
    var response = server.get(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return TestServer.json(response);
  }

  @Test
  void oneIsAppendedOnceAndReadAsItWas() {
    var id = server.actions.newId();
    var json =
        "{\"body\": {\"items\": 3, \"user\" : \"a\\u00e4\"} ,\"kind\":\"buy\",\"user\":\"å b/c\","
            + "\"time\":\"2026-01-02T03:04:05.678901+01:00\",\"id\":\""
            + id
            + "\"}";

    var first = server.post(ORDERS, json);
    var second = server.post(ORDERS, json);

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(TestServer.json(first).get("id").asString()).isEqualTo(id.toString());
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(TestServer.json(second).get("added").asBoolean()).isFalse();
    var read = get(ORDERS + "/users/%C3%A5%20b%2Fc");
    assertThat(read.get("actions").size()).isEqualTo(1);
    var action = read.get("actions").get(0);
    assertThat(action.get("user").asString()).isEqualTo("å b/c");
    assertThat(action.get("time").asString()).isEqualTo("2026-01-02T02:04:05.678901Z");
    assertThat(action.get("body").get("user").asString()).isEqualTo("aä");
    assertThat(server.get(ORDERS).body()).contains("{\"items\": 3, \"user\" : \"a\\u00e4\"}");
  }

  @Test
  void manyLinesAreAppendedAndReadOnFromACursor() {
    var body =
        IntStream.range(0, 5_003)
            .mapToObj(i -> action(server.actions.newId(), "u" + i % 3, i))
            .collect(Collectors.joining("\r\n"));

    var answer = TestServer.json(lines("\n" + body));
    var again = TestServer.json(lines(body + "\n\n"));

    assertThat(answer.get("added").asInt()).isEqualTo(5_003);
    assertThat(again.get("known").asInt()).isEqualTo(5_003);
    assertThat(again.get("added").asInt()).isZero();
    var seen = new ArrayList<Integer>();
    var next = "";
    boolean more = true;
    while (more) {
      var page = get(ORDERS + "?limit=1000" + next);
      page.get("actions").forEach(a -> seen.add(a.get("body").get("items").asInt()));
      next = "&after=" + page.get("next").asString();
      more = page.get("more").asBoolean();
    }
    assertThat(seen).isEqualTo(IntStream.range(0, 5_003).boxed().toList());
    var users = get(ORDERS + "/users/u1?limit=2");
    assertThat(users.get("actions").get(0).get("body").get("items").asInt()).isEqualTo(5_002);
    var older = get(ORDERS + "/users/u1?limit=2&before=" + users.get("next").asString());
    assertThat(older.get("actions").get(0).get("body").get("items").asInt()).isEqualTo(4_996);
    var count = get(ORDERS + "/count");
    assertThat(count.get("count").asInt()).isEqualTo(5_003);
    assertThat(get(ORDERS + "/count?after=" + count.get("newest").asString()).get("count").asInt())
        .isZero();
  }

  @Test
  void aBadOneRefusesOnlyItselfAndNamesItsField() {
    var good = action(server.actions.newId(), "ada", 1);
    var answer =
        TestServer.json(
            lines(
                String.join(
                    "\n",
                    good,
                    "not json",
                    good.replace("buy", "b u y"),
                    good.replace("\"items\":1", "\"items\":\"one\""),
                    good.replace("\"kind\"", "\"knd\""),
                    good.replace("\"id\":\"", "\"id\":\"x"),
                    "{\"user\":\"ada\",\"kind\":\"buy\"}",
                    "{\"user\":\"ada\",\"kind\":\"buy\",\"body\":null}",
                    "{\"user\":\"\",\"kind\":\"buy\",\"body\":{\"user\":\"a\",\"items\":1}}",
                    "[1]")));

    assertThat(answer.get("added").asInt()).isEqualTo(1);
    assertThat(answer.get("refusals").asInt()).isEqualTo(9);
    var fields = new ArrayList<String>();
    answer.get("refused").forEach(r -> fields.add(r.get("problem").path("field").asString("")));
    assertThat(fields)
        .containsExactly(
            "action", "kind", "body.items", "knd", "id", "body", "body", "user", "action");
    assertThat(answer.get("refused").get(0).get("line").asInt()).isEqualTo(2);
    assertThat(server.post(ORDERS, "{\"user\":\"ada\"}").statusCode()).isEqualTo(400);
    assertThat(TestServer.json(server.post(ORDERS, "[7," + good + "]")).get("known").asInt())
        .isEqualTo(1);
  }

  @Test
  void whatIsUnknownOrWrongIsSaid() {
    var unknown = server.get("/v1/actions/order");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("unknown-stream", "Did you mean orders?");
    assertThat(server.get(ORDERS + "?after=-").statusCode()).isEqualTo(400);
    assertThat(server.get(ORDERS + "?after=a%20b").statusCode()).isEqualTo(400);
    assertThat(server.get(ORDERS + "?limit=0").statusCode()).isEqualTo(400);
    assertThat(server.get(ORDERS + "?befor=1").body()).contains("after");
    assertThat(server.send("POST", ORDERS, "{}").statusCode()).isEqualTo(415);
    var longLine = TestServer.json(lines("\n\"" + "x".repeat(600_000) + "\"\n"));
    assertThat(longLine.get("refused").get(0).get("problem").get("status").asInt()).isEqualTo(413);
  }

  @Test
  void aTokenIsAskedForHereToo() {
    try (var closed = TestServer.withToken("secret")) {
      assertThat(closed.get(ORDERS).statusCode()).isEqualTo(401);
      assertThat(closed.get(ORDERS, "Authorization", "Bearer secret").statusCode()).isEqualTo(200);
    }
  }
}
