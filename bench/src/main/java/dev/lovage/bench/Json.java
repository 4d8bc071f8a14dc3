// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The JSON that drivers print and that `--json` asks for.
final class Json {

  private Json() {}

  static JsonNode read(String text) {
    return JsonMapper.shared().readTree(text);
  }

  static @Nullable Double number(JsonNode node, String name) {
    var value = node.get(name);
    return value == null || value.isNull() ? null : value.asDouble();
  }

  /// On one line.
  static String write(Object value) {
    return JsonMapper.shared().writeValueAsString(value);
  }
}
