// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app.cli;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/// What is said of models, in words for a terminal.
final class ModelText {

  private static final List<String> UNITS = List.of("B", "KiB", "MiB");

  private ModelText() {}

  static String size(long bytes) {
    double size = bytes;
    int unit = 0;
    while (size >= 1024 && unit < UNITS.size() - 1) {
      size /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", size, UNITS.get(unit));
  }

  static String number(JsonNode number) {
    return number.isNumber() ? String.format(Locale.ROOT, "%.4f", number.asDouble()) : "-";
  }

  static String value(JsonNode value) {
    return value.isNull() || value.isMissingNode()
        ? "-"
        : value.isString() ? value.asString() : value.toString();
  }

  static String numbers(JsonNode metrics) {
    var text = new StringJoiner(" ");
    metrics.properties().forEach(m -> text.add(m.getKey() + "=" + number(m.getValue())));
    return text.toString();
  }

  static String values(JsonNode parameters) {
    var text = new StringJoiner(" ");
    parameters.properties().forEach(p -> text.add(p.getKey() + "=" + value(p.getValue())));
    return text.toString();
  }

  /// What the process that answers has in memory, if that is not the newest.
  static String reading(JsonNode model) {
    var reading = model.path("reading");
    if (reading.path("trouble").isString()) {
      return reading.path("trouble").asString();
    }
    return reading.isObject() && reading.path("version").asLong() != model.path("version").asLong()
        ? "version " + reading.path("version").asString() + " is in memory, the newest is loading"
        : "";
  }
}
