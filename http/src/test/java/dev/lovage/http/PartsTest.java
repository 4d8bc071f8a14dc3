// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The small parts that need no server.
class PartsTest {

  enum Color {
    RED,
    GREEN
  }

  record Wide(List<Integer> numbers, Map<String, Color> colors, double[] raw, boolean on) {}

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "10s, PT10S",
    "5m, PT5M",
    "2h, PT2H",
    "1d, PT24H",
    "1D, PT24H",
    "PT1.5S, PT1.5S",
    "p1d, PT24H",
    "0s, PT0S"
  })
  void durationsAreReadInBothForms(String text, String iso) {
    assertThat(TextForms.duration("delay", text)).isEqualTo(Duration.parse(iso));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "s", "10", "10 s", "1.5s", "-1s", "10y", "P", "PT", "١s", "9999999999999999d"})
  void whatIsNoDurationIsRefused(String text) {
    assertThatThrownBy(() -> TextForms.duration("delay", text))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("delay: ");
  }

  @ParameterizedTest
  @CsvSource({
    "square, square, 0",
    "sqare, square, 1",
    "squaer, square, 1",
    "suqare, square, 1",
    "'', abc, 3",
    "abc, '', 3",
    "kitten, sitting, 3"
  })
  void theDistanceOfNamesCountsSlipsOfTheKeyboard(String a, String b, int distance) {
    assertThat(NearNames.distance(a, b)).isEqualTo(distance);
  }

  @Test
  void nearNamesComeNearestFirstAndNotTooMany() {
    var known = List.of("train", "trains", "brain", "drain", "report");
    assertThat(NearNames.of("train", known)).containsExactly("train", "brain", "drain");
    assertThat(NearNames.of("TRAIN", known)).startsWith("train");
    assertThat(NearNames.of("x".repeat(5_000), known)).isEmpty();
    assertThat(NearNames.of("Rec", List.of("recommend", "direct", "re")))
        .startsWith("re", "recommend");
  }

  @Test
  void aTypeIsDescribedForAPerson() {
    assertThat(Shape.of(Wide.class))
        .isEqualTo(
            "{\"numbers\": [whole number, …], \"colors\": {\"…\": \"RED\" or \"GREEN\"}, \"raw\":"
                + " [number, …], \"on\": true or false}");
    assertThat(Shape.of(Void.class)).isEqualTo("null");
    assertThat(Shape.of(String.class)).isEqualTo("text");
  }

  @Test
  void aQueryIsReadAsItWasSent() {
    var query = Query.parse("a=1&&b=%26%3D&c&d=&e=x+y&=z&f=g=h");
    assertThat(query.get("a")).contains("1");
    assertThat(query.get("b")).contains("&=");
    assertThat(query.get("c")).contains("");
    assertThat(query.get("d")).contains("");
    assertThat(query.get("e")).contains("x y");
    assertThat(query.get("f")).contains("g=h");
    assertThat(query.get("x")).isEmpty();
  }

  @Test
  void aRouteIsFoundBySegments() {
    Endpoint none = exchange -> Reply.json(Status.OK_200, "1");
    var tree =
        new RouteTree(
            List.of(
                Route.open("/", none),
                Route.open("/a", none),
                Route.open("/a/{x}/c", none),
                Route.open("/a/b/d", none),
                Route.open("/r/{+rest}", none)));
    assertThat(found(tree, "/")).isEmpty();
    assertThat(found(tree, "/%61")).isEmpty();
    assertThat(found(tree, "/a/b/c")).containsExactly("b");
    assertThat(found(tree, "/a/b%2Fx/c")).containsExactly("b/x");
    assertThat(found(tree, "/r/1/2/")).containsExactly("1/2/");
    for (var path : List.of("", "x", "/a/", "/a//c", "/a/b", "/a/b/c/", "/r", "/r/", "//a")) {
      assertThat(tree.find(path)).as(path).isNull();
    }
  }

  @Test
  void whoIsOneTooManyIsToldToComeAgain() {
    var full = new LovageException(ErrorCode.FULL, "wait: too many wait; ask again later");
    var problem = ProblemMapper.map(full, "GET", "/v1/values/current");

    assertThat(problem.kind().status()).isEqualTo(429);
    assertThat(problem.json()).containsEntry("field", "wait");
    assertThat(problem.json()).containsEntry("remedy", "Ask again later.");
  }

  private static List<String> found(RouteTree tree, String path) {
    var match = tree.find(path);
    assertThat(match).as(path).isNotNull();
    return match.parameters();
  }
}
