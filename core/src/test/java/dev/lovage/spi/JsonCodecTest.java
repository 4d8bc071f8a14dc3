// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonCodecTest {

  @Test
  void elements_are_the_texts_that_they_are() {
    assertThat(JsonCodec.elements("body", " [1.50 , \"a]\\\"b\",[1, 2],{ \"x\":[]},null,-0.1e5] "))
        .containsExactly("1.50", "\"a]\\\"b\"", "[1, 2]", "{ \"x\":[]}", "null", "-0.1e5");
    assertThat(JsonCodec.elements("body", "[]")).isEmpty();
    for (var bad : List.of("7", "[1", "[1,]", "[1] 2", "")) {
      assertThatThrownBy(() -> JsonCodec.elements("body", bad))
          .as(bad)
          .isInstanceOf(LovageException.class)
          .hasMessageStartingWith("body");
    }
  }

  enum Color {
    RED,
    GREEN
  }

  record Item(String name, int count, Color color) {
    Item {
      if (count < 0) {
        throw new IllegalArgumentException("count must not be negative");
      }
    }
  }

  record Order(long id, List<Item> items, Instant at, Duration within) {}

  @Test
  void records_go_there_and_back() {
    var order =
        new Order(
            Long.MAX_VALUE,
            List.of(new Item("ü \"x\" \u0000", 1, Color.RED)),
            Instant.parse("2026-11-23T06:00:00.123456Z"),
            Duration.ofMillis(1_500));

    assertThat(JsonCodec.decode("x", JsonCodec.encode("x", order), Order.class)).isEqualTo(order);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"40\" | does not fit; expected a whole number",
        "40.5 | does not fit; expected a whole number",
        "true | does not fit; expected a whole number",
        "99999999999 | is out of range; expected a whole number from -2147483648 to 2147483647",
        "[1] | does not fit; expected a whole number",
        "{} | does not fit; expected a whole number",
        "1 2 | goes on after its end; expected a whole number",
        "nope | can't be read: Unrecognized token 'nope'",
      })
  void what_is_not_an_integer_is_refused(String json, String why) {
    assertThatThrownBy(() -> JsonCodec.decode("argument", json, Integer.class))
        .isInstanceOfSatisfying(
            LovageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID))
        .hasMessageStartingWith("argument: " + why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'items':[{'count':'many'}]} | .items[0].count: does not fit; expected a whole number",
        "{'items':[{'count':99999999999}]} | .items[0].count: is out of range; expected a whole",
        "{'items':[{'name':'a'}]} | .items[0].count: is missing; expected a whole number",
        "{'items':[{'count':1,'x':1}]} | .items[0].x: is not known here; known are color, count",
        "{'items':[{'count':1,'count':2}]} | Duplicate Object property \"count\"",
        "{'items':[{'count':-1}]} | .items[0]: is not valid: count must not be negative",
        "{'items':[{'count':1,'color':1}]} | .items[0].color: does not fit; expected one of RED",
        "{'items':3} | .items: does not fit; expected an array",
        "{'items':[3]} | .items[0]: does not fit; expected an object with name, count, color",
        "{'at':'now'} | .at: does not fit; expected a time such as \"2026-01-31T12:00:00Z\"",
        "{'within':'5 s'} | .within: does not fit; expected a duration such as \"PT30S\"",
        "[] | argument: does not fit; expected an object with id, items",
      })
  void the_message_names_the_place_and_no_java_type(String json, String why) {
    var whole = json.replace('\'', '"').replaceFirst("^\\{", "{\"id\":1,");

    assertThatThrownBy(() -> JsonCodec.decode("argument", whole, Order.class))
        .hasMessageStartingWith("argument")
        .hasMessageContaining(why)
        .message()
        .doesNotContain("java", "Item", "Json");
  }

  @Test
  void deep_nesting_is_refused() {
    var json = "[".repeat(5_000) + "]".repeat(5_000);

    assertThatThrownBy(() -> JsonCodec.tree("argument", json))
        .hasMessageStartingWith("argument")
        .hasMessageContaining("can't be read")
        .message()
        .hasSizeLessThan(300);
  }

  @Test
  void a_value_without_a_json_form_is_refused() {
    assertThatThrownBy(() -> JsonCodec.encode("result", new Object()))
        .hasMessageStartingWith("result: can't be written as JSON");
  }
}
