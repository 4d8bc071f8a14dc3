// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.util.regex.Pattern;

/// Python's `fnmatch`: `*`, `?` and `[…]`.
final class Glob {

  private Glob() {}

  static String toRegex(String glob) {
    var out = new StringBuilder();
    int i = 0;
    while (i < glob.length()) {
      char c = glob.charAt(i++);
      int end = c == '[' ? glob.indexOf(']', i + 1) : -1;
      if (end > 0) {
        var inside = glob.substring(i, end).replace("\\", "\\\\").replace("[", "\\[");
        out.append('[').append(inside.startsWith("!") ? "^" + inside.substring(1) : inside);
        out.append(']');
        i = end + 1;
      } else {
        out.append(
            switch (c) {
              case '*' -> ".*";
              case '?' -> ".";
              default -> Pattern.quote(String.valueOf(c));
            });
      }
    }
    return out.toString();
  }
}
