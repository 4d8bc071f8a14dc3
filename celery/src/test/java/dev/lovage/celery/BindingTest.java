// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lovage.spi.JsonCodec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class BindingTest {

  record Order(int userId, String item) {}

  record All(
      Instant dtz,
      LocalDate d,
      UUID u,
      BigDecimal dec,
      String uni,
      List<Integer> tup,
      BigInteger big) {}

  private static Call call(String args, String kwargs) {
    return new Call(
        KombuJson.list(KombuJson.read(args.replace('\'', '"'))),
        KombuJson.map(KombuJson.read(kwargs.replace('\'', '"'))));
  }

  private static String bind(Class<?> type, String args, String kwargs) {
    return switch (Binding.to(type).bind(call(args, kwargs))) {
      case Binding.Bound bound -> bound.json();
      case Binding.Misfit misfit -> misfit.reason();
    };
  }

  @Test
  void aRecordTakesArgumentsByPositionAndByName() {
    var order = "{\"userId\":1,\"item\":\"a\"}";
    assertThat(bind(Order.class, "[1,'a']", "{}")).isEqualTo(order);
    assertThat(bind(Order.class, "[1]", "{'item':'a'}")).isEqualTo(order);
    assertThat(bind(Order.class, "[]", "{'user_id':1,'item':'a'}")).isEqualTo(order);
    assertThat(bind(Order.class, "[{'user_id':1,'item':'a'}]", "{}")).isEqualTo(order);
  }

  @Test
  void whatDoesNotFitIsRefusedWithTheName() {
    assertThat(bind(Order.class, "[1,'a',2]", "{}"))
        .isEqualTo("takes 2 arguments by position (userId, item), but got 3");
    assertThat(bind(Order.class, "[1]", "{'colour':2}"))
        .isEqualTo("colour: is not known here; known are userId, item");
    assertThat(bind(Order.class, "[1]", "{'user_id':2}"))
        .isEqualTo("user_id: is given twice, by position and by name");
    assertThat(bind(Order.class, "[]", "{'item':'a'}"))
        .isEqualTo("userId: is missing; the arguments are userId, item");
    assertThat(bind(Integer.class, "[]", "{}")).isEqualTo("takes one argument, but got none");
    assertThat(bind(Integer.class, "[1]", "{'x':1}")).startsWith("x: the task takes one");
  }

  @Test
  void otherTypesTakeOneValueOrAll() {
    assertThat(bind(Integer.class, "[7]", "{}")).isEqualTo("7");
    assertThat(bind(List.class, "[[1,2]]", "{}")).isEqualTo("[1,2]");
    assertThat(bind(Map.class, "[]", "{'a':1}")).isEqualTo("{\"a\":1}");
    assertThat(bind(Map.class, "[{'a':1}]", "{}")).isEqualTo("{\"a\":1}");
    assertThat(bind(JsonNode.class, "[1]", "{'a':1}"))
        .isEqualTo("{\"args\":[1],\"kwargs\":{\"a\":1}}");
    assertThat(bind(Void.class, "[]", "{}")).isEqualTo("null");
  }

  @Test
  void theReverse() {
    var order = KombuJson.read("{\"userId\":1,\"item\":\"a\"}");
    assertThat(Binding.unbind(Order.class, order).kwargs()).containsOnlyKeys("userId", "item");
    assertThat(Binding.unbind(Integer.class, KombuJson.read("7")).args()).hasSize(1);
  }

  @Test
  void markedValuesComeBackAsTheyWere() {
    var all =
        new All(
            Instant.parse("2024-05-01T00:00:00Z"),
            LocalDate.parse("2024-05-01"),
            UUID.fromString("00000000-0000-0000-0000-000000000005"),
            new BigDecimal("1.50"),
            "é",
            List.of(1),
            BigInteger.TWO.pow(70));
    var marked = MarkedJson.of(all);
    assertThat(marked.get("u").get("__value__").get("hex").asString())
        .isEqualTo("00000000000000000000000000000005");
    var call = Binding.unbind(All.class, marked);
    var bound = (Binding.Bound) Binding.to(All.class).bind(call);
    assertThat(JsonCodec.decode("argument", bound.json(), All.class)).isEqualTo(all);
  }

  /// Plain texts of Celery 5.2, marked values of 5.6.
  @ParameterizedTest
  @ValueSource(strings = {"redis-task-kwargs-types", "v56-redis-task-kwargs-types"})
  void bothDialectsBindToTheSameRecord(String capture) {
    var task = Captures.tasks(capture).getFirst();
    var kwargs = new LinkedHashMap<>(task.call().kwargs());
    kwargs.keySet().removeAll(List.of("dt", "t", "none", "f"));
    var bound = (Binding.Bound) Binding.to(All.class).bind(new Call(List.of(), kwargs));
    assertThat(JsonCodec.decode("argument", bound.json(), All.class))
        .isEqualTo(
            new All(
                Instant.parse("2024-05-01T00:00:00Z"),
                LocalDate.parse("2024-05-01"),
                UUID.fromString("00000000-0000-0000-0000-000000000005"),
                new BigDecimal("1.50"),
                "é€😀",
                List.of(1, 2),
                BigInteger.TWO.pow(70)));
  }
}
