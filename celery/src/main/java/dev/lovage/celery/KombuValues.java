// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The values that kombu 5.3 and later write with their type: `{"__type__": …, "__value__": …}`.
/// Older ones write, and read, plain texts; so does Java unless it knows its peer.
public final class KombuValues {

  private static final String TYPE = "__type__";
  private static final String VALUE = "__value__";

  private KombuValues() {}

  /// The value without types, all the way down: times, decimals and UUIDs as texts, bytes as the
  /// text that they are or else in base64. A type that is not known stays as it is.
  public static JsonNode plain(JsonNode value) {
    if (value.isArray()) {
      var array = KombuJson.array();
      value.valueStream().map(KombuValues::plain).forEach(array::add);
      return array;
    }
    if (!value.isObject()) {
      return value;
    }
    var type = type(value);
    if (type != null) {
      var plain = plain(type, value.get(VALUE));
      return plain == null ? value : plain;
    }
    var object = KombuJson.object();
    value.properties().forEach(e -> object.set(e.getKey(), plain(e.getValue())));
    return object;
  }

  /// The type that a value is marked with; null if it is not marked.
  static @Nullable String type(JsonNode value) {
    return value.isObject() && value.size() == 2 && value.has(VALUE)
        ? KombuJson.string(value, TYPE)
        : null;
  }

  private static @Nullable JsonNode plain(String type, JsonNode value) {
    return switch (type) {
      case "datetime", "date", "time", "decimal", "bytes", "base64" ->
          value.isString() ? value : null;
      case "uuid" -> uuid(value);
      default -> null;
    };
  }

  private static @Nullable JsonNode uuid(JsonNode value) {
    var hex = value.isString() ? value.stringValue() : KombuJson.string(value, "hex");
    if (hex == null || !hex.matches("[0-9a-fA-F]{32}")) {
      return hex == null ? null : KombuJson.text(hex);
    }
    var dashed =
        new UUID(
            Long.parseUnsignedLong(hex.substring(0, 16), 16),
            Long.parseUnsignedLong(hex.substring(16), 16));
    return KombuJson.text(dashed.toString());
  }

  /// A value marked with its type.
  static JsonNode typed(String type, JsonNode value) {
    var object = KombuJson.object();
    object.put(TYPE, type);
    object.set(VALUE, value);
    return object;
  }

  /// Bytes of a typed value, or of a text in base64; null if it is neither.
  static byte @Nullable [] bytes(JsonNode value) {
    var type = type(value);
    var text = type == null ? value : value.get(VALUE);
    if (!text.isString()) {
      return null;
    }
    try {
      return "bytes".equals(type)
          ? text.stringValue().getBytes(UTF_8)
          : Base64.getDecoder().decode(text.stringValue());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
