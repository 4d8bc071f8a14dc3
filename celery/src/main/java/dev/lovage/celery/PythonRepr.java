// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Values as Python prints them, for events and logs that people read beside those of Python
/// workers.
public final class PythonRepr {

  /// Celery cuts here too.
  private static final int MAX = 1024;

  private PythonRepr() {}

  /// A value, cut to 1024 characters.
  public static String of(JsonNode value) {
    var out = new StringBuilder();
    value(out, value);
    return cut(out);
  }

  /// Positional arguments: `(2, 3)`.
  public static String args(List<JsonNode> args) {
    var out = new StringBuilder("(");
    elements(out, args);
    out.append(args.size() == 1 ? ",)" : ")");
    return cut(out);
  }

  /// Keyword arguments: `{'y': 3}`.
  public static String kwargs(Map<String, JsonNode> kwargs) {
    var out = new StringBuilder();
    fields(out, kwargs);
    return cut(out);
  }

  private static String cut(StringBuilder out) {
    return out.length() <= MAX ? out.toString() : out.substring(0, MAX - 3) + "...";
  }

  private static void value(StringBuilder out, JsonNode node) {
    if (out.length() > MAX) {
      return; // it is cut anyway
    }
    switch (node.getNodeType()) {
      case ARRAY -> {
        out.append('[');
        elements(out, KombuJson.list(node));
        out.append(']');
      }
      case OBJECT -> fields(out, KombuJson.map(node));
      case STRING -> quoted(out, node.stringValue());
      case BOOLEAN -> out.append(node.booleanValue() ? "True" : "False");
      case NULL, MISSING -> out.append("None");
      case NUMBER -> out.append(number(node));
      case BINARY, POJO -> quoted(out, node.asString(""));
    }
  }

  private static String number(JsonNode node) {
    double value = node.asDouble(0);
    if (node.isFloatingPointNumber() && !Double.isFinite(value)) {
      return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }
    return node.asString();
  }

  private static void elements(StringBuilder out, List<JsonNode> elements) {
    for (int i = 0; i < elements.size() && out.length() <= MAX; i++) {
      out.append(i == 0 ? "" : ", ");
      value(out, elements.get(i));
    }
  }

  private static void fields(StringBuilder out, Map<String, JsonNode> fields) {
    out.append('{');
    var separator = "";
    for (var field : fields.entrySet()) {
      out.append(separator);
      quoted(out, field.getKey());
      out.append(": ");
      value(out, field.getValue());
      separator = ", ";
      if (out.length() > MAX) {
        return;
      }
    }
    out.append('}');
  }

  /// Single quotes, unless the text has one and no double quote.
  private static void quoted(StringBuilder out, String text) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    out.append(quote);
    for (int i = 0; i < text.length() && out.length() <= MAX; i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c == quote) {
            out.append('\\').append(c);
          } else if (c < ' ' || c == 0x7f) {
            out.append("\\x%02x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append(quote);
  }
}
