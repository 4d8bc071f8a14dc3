// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.Task;
import dev.lovage.spi.ValueVersion;
import java.util.HexFormat;

/// Entity tags of served values and of results.
final class ETags {

  private ETags() {}

  /// The version in quotes, since a version never has two contents; but version 0 is what a program
  /// begins with, and the next program may begin with something else.
  static String of(ValueVersion value) {
    return value.version() == 0
        ? "\"0-" + HexFormat.of().toHexDigits(value.json().hashCode()) + "\""
        : "\"" + value.version() + step(value) + "\"";
  }

  private static String step(ValueVersion value) {
    return value.step() == ValueVersion.RESULT ? "" : "." + value.step();
  }

  /// Of a result, which never changes once it is there.
  static String of(Task task) {
    return "\"" + task.version() + "\"";
  }

  /// Whether a tag is in an `If-None-Match` header, by the weak comparison of RFC 9110.
  static boolean matches(String header, String tag) {
    if (header.equals(tag)) {
      return true;
    }
    int from = 0;
    while (from <= header.length()) {
      int comma = header.indexOf(',', from);
      int to = comma < 0 ? header.length() : comma;
      var one = header.substring(from, to).trim();
      if (one.equals("*") || one.equals(tag) || one.equals("W/" + tag)) {
        return true;
      }
      from = to + 1;
    }
    return false;
  }
}
