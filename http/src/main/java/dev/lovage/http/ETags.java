// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

/// Entity tags: a value's version in quotes, since a version never has two contents.
final class ETags {

  private ETags() {}

  static String of(long version) {
    return "\"" + version + "\"";
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
