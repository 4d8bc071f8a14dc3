// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What a task is called with: Python's positional and keyword arguments.
public record Call(List<JsonNode> args, Map<String, JsonNode> kwargs) {

  public Call {
    args = List.copyOf(args);
    kwargs = KombuJson.copy(kwargs);
  }

  /// By position only.
  public static Call of(JsonNode... args) {
    return new Call(List.of(args), Map.of());
  }

  /// With arguments put before its own, and keyword arguments laid over them.
  Call with(List<JsonNode> first, Map<String, JsonNode> over) {
    var all = new LinkedHashMap<>(kwargs);
    all.putAll(over);
    return new Call(KombuJson.joined(first, args), all);
  }
}
