// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/// Describes the JSON that fits a Java type, in a few words for a person: `{user: text, n: whole
/// number}`.
final class Shape {

  // Enough to see what is meant; the rest would not fit into a sentence.
  private static final int DEPTH = 3;

  private Shape() {}

  static String of(Type type) {
    return of(type, DEPTH);
  }

  private static String of(Type type, int depth) {
    return switch (type) {
      case Class<?> c -> ofClass(c, depth);
      case ParameterizedType p -> ofParameterized(p, depth);
      default -> "any JSON";
    };
  }

  private static String ofClass(Class<?> c, int depth) {
    if (c == Void.class) {
      return "null";
    }
    if (c == boolean.class || c == Boolean.class) {
      return "true or false";
    }
    if (c == double.class || c == float.class || c == Double.class || c == Float.class) {
      return "number";
    }
    if ((c.isPrimitive() && c != char.class) || Number.class.isAssignableFrom(c)) {
      return c.getSimpleName().startsWith("BigD") ? "number" : "whole number";
    }
    if (c == String.class || c == char.class || c == Character.class) {
      return "text";
    }
    if (c.isEnum()) {
      return Arrays.stream(c.getEnumConstants())
          .map(e -> "\"" + e + "\"")
          .collect(Collectors.joining(" or "));
    }
    if (c.isArray()) {
      return "[" + of(c.getComponentType(), depth - 1) + ", …]";
    }
    if (c.isRecord()) {
      return depth == 0 ? "{…}" : ofRecord(c, depth);
    }
    return Map.class.isAssignableFrom(c)
        ? "{…}"
        : Collection.class.isAssignableFrom(c)
            ? "[…]"
            : "any JSON that reads as a " + c.getSimpleName();
  }

  private static String ofRecord(Class<?> c, int depth) {
    return Arrays.stream(c.getRecordComponents())
        .map(r -> "\"" + r.getName() + "\": " + of(r.getGenericType(), depth - 1))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String ofParameterized(ParameterizedType type, int depth) {
    var raw = (Class<?>) type.getRawType();
    var arguments = type.getActualTypeArguments();
    if (Collection.class.isAssignableFrom(raw)) {
      return "[" + of(arguments[0], depth - 1) + ", …]";
    }
    if (Map.class.isAssignableFrom(raw)) {
      return "{\"…\": " + of(arguments[1], depth - 1) + "}";
    }
    return ofClass(raw, depth);
  }
}
