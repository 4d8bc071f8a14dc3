// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Brings a value of Python's into the form that Lovage's strict JSON takes for a Java type: a
/// naive time is UTC, a date comes as midnight from older senders, a decimal as a text.
final class Coercion {

  private static final int DATE = "2026-01-31".length();

  private Coercion() {}

  static JsonNode to(Class<?> type, JsonNode value) {
    if (type == byte[].class) {
      var bytes = KombuValues.bytes(value);
      return bytes == null ? value : KombuJson.text(Base64.getEncoder().encodeToString(bytes));
    }
    var plain = KombuValues.plain(value);
    if (!plain.isString()) {
      return plain;
    }
    var text = plain.stringValue();
    if (type == Instant.class || type == OffsetDateTime.class) {
      var time = WireTime.read(text);
      return time == null ? plain : KombuJson.text(time.toString());
    }
    if (type == LocalDateTime.class) {
      return KombuJson.text(text.endsWith("Z") ? text.substring(0, text.length() - 1) : text);
    }
    if (type == LocalDate.class) {
      boolean isMidnight = text.length() > DATE && text.charAt(DATE) == 'T';
      return isMidnight ? KombuJson.text(text.substring(0, DATE)) : plain;
    }
    return type == BigDecimal.class ? decimal(plain) : plain;
  }

  private static JsonNode decimal(JsonNode text) {
    try {
      return JsonNodeFactory.instance.numberNode(new BigDecimal(text.stringValue()));
    } catch (NumberFormatException e) {
      return text;
    }
  }
}
