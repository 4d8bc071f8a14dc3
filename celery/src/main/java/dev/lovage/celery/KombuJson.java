// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// JSON as Python's `json` module reads and writes it: integers of any size, the bare tokens `NaN`
/// and `Infinity` accepted, plain ASCII written. What is not finite is written as a text (`"NaN"`),
/// since no strict reader takes the token.
public final class KombuJson {

  /// No text of a message may be longer, in characters.
  static final int MAX_TEXT = 64 << 20;

  // Python refuses integers of more digits too.
  private static final int MAX_DIGITS = 4_300;
  private static final int MAX_DEPTH = 500;

  private static final JsonMapper MAPPER = mapper();

  private KombuJson() {}

  private static JsonMapper mapper() {
    var factory =
        JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_DIGITS)
                    .maxStringLength(MAX_TEXT)
                    .build())
            .build();
    return JsonMapper.builder(factory).build();
  }

  /// Any JSON; null if the bytes are not JSON.
  public static @Nullable JsonNode read(byte[] json) {
    try {
      var node = MAPPER.readTree(json);
      return node.isMissingNode() ? null : node;
    } catch (JacksonException e) {
      return null;
    }
  }

  /// Any JSON; null if the text is not JSON.
  public static @Nullable JsonNode read(String json) {
    try {
      var node = MAPPER.readTree(json);
      return node.isMissingNode() ? null : node;
    } catch (JacksonException e) {
      return null;
    }
  }

  /// A value in its JSON form.
  static JsonNode of(Object value) {
    return MAPPER.valueToTree(value);
  }

  public static byte[] bytes(JsonNode json) {
    return MAPPER.writeValueAsBytes(json);
  }

  public static String text(JsonNode json) {
    return MAPPER.writeValueAsString(json);
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  static JsonNode nothing() {
    return JsonNodeFactory.instance.nullNode();
  }

  /// A text, or JSON's null.
  static JsonNode text(@Nullable String text) {
    return text == null ? nothing() : JsonNodeFactory.instance.stringNode(text);
  }

  static JsonNode number(@Nullable Integer number) {
    return number == null ? nothing() : JsonNodeFactory.instance.numberNode(number);
  }

  /// The field as a text; null if it is not there, or is not a text or a number.
  static @Nullable String string(JsonNode object, String field) {
    var node = object.path(field);
    return node.isString() || node.isNumber() ? node.asString() : null;
  }

  /// The field as a whole number; null if it is not there or does not fit.
  static @Nullable Integer integer(JsonNode object, String field) {
    var node = object.path(field);
    return node.isIntegralNumber() && node.canConvertToInt() ? (Integer) node.intValue() : null;
  }

  static @Nullable Boolean bool(JsonNode object, String field) {
    var node = object.path(field);
    return node.isBoolean() ? (Boolean) node.booleanValue() : null;
  }

  /// The elements of an array; a single value is a list of one, null and what is missing is none.
  static List<JsonNode> list(JsonNode node) {
    if (node.isArray()) {
      return node.valueStream().toList();
    }
    return node.isNull() || node.isMissingNode() ? List.of() : List.of(node);
  }

  /// The fields of an object in their order; of anything else none.
  static Map<String, JsonNode> map(JsonNode node) {
    var fields = new LinkedHashMap<String, JsonNode>();
    node.properties().forEach(e -> fields.put(e.getKey(), e.getValue()));
    return Collections.unmodifiableMap(fields);
  }

  static ArrayNode array(List<? extends JsonNode> elements) {
    var array = array();
    elements.forEach(array::add);
    return array;
  }

  static ArrayNode strings(Iterable<String> texts) {
    var array = array();
    texts.forEach(array::add);
    return array;
  }

  static ObjectNode object(Map<String, JsonNode> fields) {
    var object = object();
    fields.forEach(object::set);
    return object;
  }

  /// The same fields, unchangeable and in the same order.
  static Map<String, JsonNode> copy(Map<String, JsonNode> fields) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  static <T> List<T> joined(List<? extends T> first, List<? extends T> then) {
    var all = new ArrayList<T>(first);
    all.addAll(then);
    return List.copyOf(all);
  }
}
