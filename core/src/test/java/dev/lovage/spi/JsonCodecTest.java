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

  record Item(String name, int count) {}

  record Order(long id, List<Item> items, Instant at, Duration within) {}

  @Test
  void records_go_there_and_back() {
    var order =
        new Order(
            Long.MAX_VALUE,
            List.of(new Item("ü \"x\" \u0000", -1)),
            Instant.parse("2026-11-23T06:00:00.123456Z"),
            Duration.ofMillis(1_500));

    assertThat(JsonCodec.decode("x", JsonCodec.encode("x", order), Order.class)).isEqualTo(order);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"40\" | Integer",
        "40.5 | Integer",
        "true | Integer",
        "99999999999 | Integer",
        "[1] | Integer",
        "{} | Integer",
        "1 2 | Integer",
        "{\"a\":1 | Integer",
      })
  void what_is_not_an_integer_is_refused(String json, String type) {
    assertThatThrownBy(() -> JsonCodec.decode("argument", json, Integer.class))
        .isInstanceOfSatisfying(
            LovageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID))
        .hasMessageStartingWith("argument: does not fit " + type);
  }

  @Test
  void the_message_names_the_place() {
    var json = "{\"id\":1,\"items\":[{\"name\":\"a\",\"count\":\"many\"}],\"at\":null}";

    assertThatThrownBy(() -> JsonCodec.decode("argument", json, Order.class))
        .hasMessageStartingWith("argument.items[0].count: does not fit Order");
  }

  @Test
  void an_unknown_field_is_refused_by_name() {
    assertThatThrownBy(
            () -> JsonCodec.decode("argument", "{\"name\":\"a\",\"count\":1,\"x\":1}", Item.class))
        .hasMessageStartingWith("argument.x:");
  }

  @Test
  void a_missing_number_is_refused_and_not_taken_for_zero() {
    assertThatThrownBy(() -> JsonCodec.decode("argument", "{\"name\":\"a\"}", Item.class))
        .hasMessageContaining("count");
  }

  @Test
  void deep_nesting_is_refused() {
    var json = "[".repeat(5_000) + "]".repeat(5_000);

    assertThatThrownBy(() -> JsonCodec.tree("argument", json)).hasMessageContaining("not JSON");
  }

  @Test
  void a_value_without_a_json_form_is_refused() {
    assertThatThrownBy(() -> JsonCodec.encode("result", new Object()))
        .hasMessageStartingWith("result: can't be written as JSON");
  }
}
