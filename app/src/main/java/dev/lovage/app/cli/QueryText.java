// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// The query part of a URL, from the question mark on; empty if nothing was added.
final class QueryText {

  private final StringJoiner parts = new StringJoiner("&", "?", "").setEmptyValue("");

  /// Adds a parameter, unless it is null.
  QueryText add(String name, @Nullable Object value) {
    if (value != null) {
      parts.add(name + "=" + encoded(value.toString()));
    }
    return this;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return parts.toString();
  }
}
