// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// Named statements of one database, read from a file in which each follows a line `-- name: …`.
record SqlFile(Map<String, String> statements) {

  private static final String MARK = "-- name: ";

  static SqlFile load(String resource) {
    var statements = new HashMap<String, String>();
    for (var part : ("\n" + text(resource)).split("\n" + MARK, -1)) {
      int end = part.indexOf('\n');
      if (end > 0) {
        statements.put(part.substring(0, end).strip(), part.substring(end).strip());
      }
    }
    return new SqlFile(Map.copyOf(statements));
  }

  String get(String name) {
    return Objects.requireNonNull(statements.get(name), name);
  }

  static String text(String resource) {
    try (var in = SqlFile.class.getResourceAsStream(resource)) {
      return new String(
          Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
