// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ProblemsTest {

  private final TestServer server = TestServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void anUnknownTypeIsNotFoundAndTheNearOnesAreNamed() {
    var problem = problem(server.post("/v1/tasks/sqare", "1"), 404, "unknown-type");

    assertThat(problem.get("near").toString()).isEqualTo("[\"square\"]");
    assertThat(problem.get("remedy").asString()).isEqualTo("Did you mean square?");
    assertThat(problem.get("field").asString()).isEqualTo("type");
    assertThat(problem.get("instance").asString()).isEqualTo("/v1/tasks/sqare");
  }

  @Test
  void anUnknownTypeLikeNoOtherNamesNone() {
    var problem = problem(server.post("/v1/tasks/somethingElse", "1"), 404, "unknown-type");

    assertThat(problem.has("near")).isFalse();
    assertThat(problem.get("remedy").asString()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[1", "12x", "1 2", "nope", "{\"a\":}", "\"open", "'1'", "NaN"})
  void aBodyThatIsNotJsonIsRefused(String body) {
    var problem = problem(server.post("/v1/tasks/square", body), 400, "invalid");

    assertThat(problem.get("field").asString()).isEqualTo("argument");
    assertThat(problem.get("remedy").asString()).contains("whole number");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"user\":\"a\",\"items\":\"3\"} | argument.items",
        "{\"user\":\"a\",\"items\":1.5} | argument.items",
        "{\"user\":\"a\"} | argument.items",
        "{\"user\":\"a\",\"items\":null} | argument.items",
        "{\"user\":\"a\",\"items\":1,\"inner\":{\"weight\":\"x\"}} | argument.inner.weight",
        "{\"user\":\"a\",\"items\":1,\"color\":2} | argument.color",
        "{\"user\":{},\"items\":1} | argument.user",
        "[] | argument",
        "7 | argument",
        "null | argument",
      })
  void anArgumentThatDoesNotFitIsRefusedByItsPath(String body, String field) {
    var problem = problem(server.post("/v1/tasks/order", body), 400, "invalid");

    assertThat(problem.get("field").asString()).as(problem.toString()).isEqualTo(field);
    assertThat(problem.get("remedy").asString())
        .isEqualTo(
            "Send JSON of this form: {\"user\": text, \"items\": whole number, \"inner\":"
                + " {\"weight\": number}}.");
    assertThat(TestServer.json(server.get("/v1/tasks")).get("tasks").size()).isZero();
  }

  @Test
  void anEmptyBodyIsRefused() {
    var problem = problem(server.post("/v1/tasks/square", ""), 400, "invalid");

    assertThat(problem.get("field").asString()).isEqualTo("body");
  }

  @Test
  void aBodyThatIsNotUtf8IsRefused() {
    var request =
        HttpRequest.newBuilder(server.uri("/v1/tasks/order"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(new byte[] {'"', (byte) 0xC3, '"'}));
    assertThat(problem(server.send(request.build()), 400, "invalid").get("detail").asString())
        .contains("UTF-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/xml",
        "application/json; charset=iso-8859-1",
        "application/jsonp",
        "json",
        ";",
      })
  void anotherMediaTypeIsRefused(String type) {
    var response = server.send("POST", "/v1/tasks/square", "1", "Content-Type", type);

    assertThat(problem(response, 415, "media-type").get("field").asString())
        .isEqualTo("Content-Type");
  }

  @Test
  void noMediaTypeIsRefused() {
    problem(server.send("POST", "/v1/tasks/square", "1"), 415, "media-type");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json;charset=UTF-8",
        "APPLICATION/JSON",
        "application/json; charset=\"utf-8\"; x=y",
        "application/vnd.acme+json",
      })
  void everyFormOfJsonIsTaken(String type) {
    assertThat(server.send("POST", "/v1/tasks/square", "1", "Content-Type", type).statusCode())
        .isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "image/*", "application/json;q=0", "nonsense"})
  void whatTheCallerAcceptsIsTolerated(String accept) {
    assertThat(server.get("/v1/tasks", "Accept", accept).statusCode()).isEqualTo(200);
  }

  @Test
  void anUnknownQueryParameterIsRefusedAndTheNearOnesAreNamed() {
    var problem = problem(server.post("/v1/tasks/square?priorty=3", "1"), 400, "unknown-parameter");

    assertThat(problem.get("field").asString()).isEqualTo("priorty");
    assertThat(problem.get("near").toString()).isEqualTo("[\"priority\"]");
    problem(server.get("/v1/tasks?stat=QUEUED"), 400, "unknown-parameter");
    problem(server.get("/v1/queues?x"), 400, "unknown-parameter");
    problem(server.get("/v1/values/current?x=1"), 400, "unknown-parameter");
  }

  @ParameterizedTest
  @CsvSource({
    "state=DONE, state",
    "limit=0, limit",
    "limit=1001, limit",
    "limit=x, limit",
    "cursor=x, cursor"
  })
  void aFilterThatCantBeReadIsRefused(String query, String field) {
    var problem = problem(server.get("/v1/tasks?" + query), 400, "invalid");

    assertThat(problem.get("field").asString()).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /v1/tasks, 'GET, HEAD'",
    "GET, /v1/tasks/17/x, ''",
    "POST, /v1/tasks/17/result, 'GET, HEAD'",
    "PATCH, /v1/tasks/17, 'GET, HEAD, POST, DELETE'",
    "DELETE, /v1/values/current, 'GET, HEAD'",
    "POST, /health/live, 'GET, HEAD'",
    "OPTIONS, /v1/queues, 'GET, HEAD'",
    "BREW, /v1/queues, 'GET, HEAD'",
  })
  void aMethodThatIsNotAnsweredIsToldWhichAre(String method, String path, String allow) {
    var response = server.send(method, path, null);

    problem(
        response,
        allow.isEmpty() ? 404 : 405,
        allow.isEmpty() ? "not-found" : "method-not-allowed");
    assertThat(TestServer.header(response, "Allow")).isEqualTo(allow);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/v1", "/v1/", "/v2/tasks", "/v1/tasks/", "//", "/v1//tasks", "/V1/tasks"})
  void anUnknownPathIsNotFound(String path) {
    problem(server.get(path), 404, "not-found");
  }

  @Test
  void aPathNearAKnownOneIsHelpedOn() {
    assertThat(problem(server.get("/v1/task"), 404, "not-found").get("near").toString())
        .contains("/v1/tasks");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/tasks/%C3", "/v1/values/%C3%28", "/v1/tasks?state=%FF"})
  void aPathThatIsNotUtf8IsRefused(String path) {
    problem(server.get(path), 400, "invalid");
  }

  private static JsonNode problem(HttpResponse<String> response, int status, String type) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(TestServer.header(response, "Content-Type")).isEqualTo("application/problem+json");
    var json = TestServer.json(response);
    assertThat(json.get("type").asString()).isEqualTo("urn:lovage:problem:" + type);
    assertThat(json.get("status").asInt()).isEqualTo(status);
    assertThat(json.get("title").asString()).isNotBlank();
    assertThat(json.get("detail").asString()).isNotBlank();
    return json;
  }
}
