// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebRoutesTest {

  record Point(int x, int y) {}

  private final TestServer server = TestServer.start(WebRoutesTest::routes);

  private static void routes(TestServer server) {
    var current = server.lovage.served("current", 0L);
    server
        .web
        .get("/current", r -> current.get())
        .get("/set/{n}", r -> server.square.submit(r.pathInt("n")).id().toString())
        .get("/long/{n}", r -> r.pathLong("n"))
        .get("/text", r -> "héllo")
        .get("/nothing", r -> null)
        .get("/list", r -> List.of(new Point(1, 2), new Point(3, 4)))
        .get("/teapot", r -> new WebResponse(418, "text/html", "<b>short</b>".getBytes(UTF_8)))
        .get("/query", r -> r.query("q").orElse("none"))
        .get("/header", r -> r.header("x-thing").orElse("none"))
        .get("/files/{+path}", r -> r.path("path"))
        .get("/a/{x}", r -> "parameter " + r.path("x"))
        .get("/a/b", r -> "fixed")
        .get("/{x}/{y}/{z}", r -> r.path("x") + r.path("z") + r.path("y"))
        .get("/crash", r -> crash())
        .get("/refuse", r -> refuse())
        .get("/wrong", r -> r.path("typo"))
        .post("/echo", r -> r.body())
        .post("/swap", r -> swap(r.body(Point.class)))
        .put("/thing", r -> "put")
        .patch("/thing", r -> "patched")
        .delete("/thing", r -> null);
  }

  private static Point swap(Point p) {
    return new Point(p.y(), p.x());
  }

  private static Object crash() {
    throw new IllegalStateException("secret of the house");
  }

  private static Object refuse() {
    throw new LovageException(ErrorCode.INVALID, "n: is too large; use a smaller one");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void textNumbersAndRecordsAreSentForWhatTheyAre() {
    answers("/current", 200, "application/json", "0");
    answers("/text", 200, "text/plain;charset=utf-8", "héllo");
    answers("/nothing", 204, "", "");
    answers("/list", 200, "application/json", "[{\"x\":1,\"y\":2},{\"x\":3,\"y\":4}]");
    answers("/teapot", 418, "text/html", "<b>short</b>");
  }

  @Test
  void parametersAreReadFromPathQueryAndHeaders() {
    answers("/long/-9000000000", 200, "application/json", "-9000000000");
    answers("/query?a=b&q=%C3%A9+x", 200, "text/plain;charset=utf-8", "é x");
    answers("/query", 200, "text/plain;charset=utf-8", "none");
    answers("/files/a/b%20c/d", 200, "text/plain;charset=utf-8", "a/b c/d");
    answers("/one/two/three", 200, "text/plain;charset=utf-8", "onethreetwo");
    assertThat(server.get("/header", "X-Thing", "it").body()).isEqualTo("it");
  }

  @Test
  void aFixedSegmentGoesBeforeAParameter() {
    assertThat(server.get("/a/b").body()).isEqualTo("fixed");
    assertThat(server.get("/a/c").body()).isEqualTo("parameter c");
    assertThat(server.get("/a/b/c").body()).isEqualTo("acb");
  }

  @Test
  void bodiesAreReadAsTextOrJson() {
    assertThat(server.send("POST", "/echo", "any text", "Content-Type", "text/x").body())
        .isEqualTo("any text");
    assertThat(server.post("/swap", "{\"x\":1,\"y\":2}").body()).isEqualTo("{\"x\":2,\"y\":1}");
    var wrong = server.post("/swap", "{\"x\":1,\"y\":\"2\"}");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(TestServer.json(wrong).get("field").asString()).isEqualTo("body.y");
    assertThat(server.send("POST", "/swap", "{}", "Content-Type", "text/x").statusCode())
        .isEqualTo(415);
  }

  @Test
  void theOtherMethodsAreAnswered() {
    assertThat(server.send("PUT", "/thing", "x").body()).isEqualTo("put");
    assertThat(server.send("PATCH", "/thing", "x").body()).isEqualTo("patched");
    assertThat(server.send("DELETE", "/thing", null).statusCode()).isEqualTo(204);
    var get = server.get("/thing");
    assertThat(get.statusCode()).isEqualTo(405);
    assertThat(TestServer.header(get, "Allow")).isEqualTo("PUT, PATCH, DELETE");
    assertThat(server.send("HEAD", "/text", null).statusCode()).isEqualTo(200);
    assertThat(TestServer.header(server.send("HEAD", "/text", null), "Content-Length"))
        .isEqualTo("6");
  }

  @Test
  void aHandlerThatSubmitsAnswersAtOnce() {
    var id = server.get("/set/40").body();
    assertThat(TestServer.json(server.get("/v1/tasks/" + id)).get("argument").asInt())
        .isEqualTo(40);
  }

  @Test
  void aParameterThatIsNoNumberIsRefusedByItsName() {
    for (var path : new String[] {"/set/x", "/set/1.5", "/set/9999999999", "/set/", "/long/x"}) {
      var response = server.get(path);
      assertThat(response.statusCode()).as(path).isEqualTo(path.equals("/set/") ? 404 : 400);
      if (response.statusCode() == 400) {
        assertThat(TestServer.json(response).get("field").asString()).isEqualTo("n");
      }
    }
  }

  @Test
  void aRefusalIsPassedOnWithFieldAndRemedy() {
    var response = server.get("/refuse");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(TestServer.json(response).get("field").asString()).isEqualTo("n");
    assertThat(TestServer.json(response).get("remedy").asString()).isEqualTo("Use a smaller one.");
  }

  @Test
  void aCrashShowsNothingOfTheInside() {
    for (var path : new String[] {"/crash", "/wrong"}) {
      var response = server.get(path);
      assertThat(response.statusCode()).isEqualTo(500);
      assertThat(TestServer.header(response, "Content-Type")).isEqualTo("application/problem+json");
      assertThat(response.body()).doesNotContain("secret", "Exception", "dev.lovage", "typo");
    }
    assertThat(server.get("/text").statusCode()).isEqualTo(200);
  }

  @Test
  void anAppsWildRoutesDoNotAnswerForTheApi() {
    assertThat(server.get("/v1/no/thing").statusCode()).isEqualTo(404);
    assertThat(server.get("/health/live").body()).isEqualTo("{\"status\":\"live\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1",
        "/v1/mine",
        "/health/live",
        "/health/ready",
        "",
        "current",
        "/a//b",
        "/a/",
        "/{",
        "/{}",
        "/{a}/{a}",
        "/{+a}/b",
        "/a?b",
        "/a b",
        "/x{y}"
      })
  void aPathThatCantBeServedIsRefusedAtTheStart(String path) {
    assertThatThrownBy(() -> new Web().get(path, r -> null))
        .isInstanceOf(LovageException.class)
        .hasMessageContaining("path: ");
  }

  @Test
  void oneRouteIsNotDeclaredTwice() {
    var web = new Web().get("/a/{x}", r -> null).post("/a/{x}", r -> null);
    assertThatThrownBy(() -> web.get("/a/{y}", r -> null)).hasMessageContaining("declared already");
  }

  private void answers(String path, int status, String type, String body) {
    var response = server.get(path);
    assertThat(response.statusCode()).as(path).isEqualTo(status);
    assertThat(TestServer.header(response, "Content-Type")).isEqualTo(type);
    assertThat(TestServer.header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(response.body()).isEqualTo(body);
  }

  @Test
  void aFormIsAnsweredByAnotherPage() {
    try (var server =
        TestServer.start(
            s -> s.web.post("/like", request -> WebResponse.seeOther("/feed?user=a")))) {
      var response = server.send("POST", "/like", "movie=1");

      assertThat(response.statusCode()).isEqualTo(303);
      assertThat(TestServer.header(response, "Location")).isEqualTo("/feed?user=a");
      assertThat(TestServer.header(response, "Content-Type")).isEmpty();
    }
  }

  @Test
  void aHeaderThatCanNotBeSentIsRefused() {
    assertThatThrownBy(() -> WebResponse.seeOther("/a\r\nSet-Cookie: b"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
