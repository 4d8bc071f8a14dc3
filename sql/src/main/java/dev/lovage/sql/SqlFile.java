// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Named statements of one database, read from a file in which each follows a line `-- name: …`.
///
/// @param statements by name
/// @param numbered by name, for a database whose driver knows no numbered parameters: for each
///   parameter in the order of the text the number of its value, from 0
record SqlFile(Map<String, String> statements, Map<String, List<Integer>> numbered) {

  private static final String MARK = "-- name: ";
  private static final Pattern NUMBERED = Pattern.compile("\\?(\\d+)");

  /// Statements whose parameters the driver understands as they stand.
  static SqlFile load(String resource) {
    return new SqlFile(named(text(resource)), Map.of());
  }

  /// Statements whose parameters are all written with their numbers, `?1`, which this driver does
  /// not know.
  ///
  /// @param edit done to the whole text first
  static SqlFile loadNumbered(String resource, UnaryOperator<String> edit) {
    var statements = new HashMap<String, String>();
    var numbered = new HashMap<String, List<Integer>>();
    named(edit.apply(text(resource)))
        .forEach((name, statement) -> {
          var places = new ArrayList<Integer>();
          statements.put(
              name,
              NUMBERED
                  .matcher(statement)
                  .replaceAll(match -> {
                    places.add(number(match));
                    return "?";
                  }));
          numbered.put(name, List.copyOf(places));
        });
    return new SqlFile(Map.copyOf(statements), Map.copyOf(numbered));
  }

  private static int number(MatchResult match) {
    return Integer.parseInt(match.group(1)) - 1;
  }

  private static Map<String, String> named(String text) {
    var statements = new HashMap<String, String>();
    for (var part : ("\n" + text).split("\n" + MARK, -1)) {
      int end = part.indexOf('\n');
      if (end > 0) {
        statements.put(part.substring(0, end).strip(), part.substring(end).strip());
      }
    }
    return Map.copyOf(statements);
  }

  String get(String name) {
    return Objects.requireNonNull(statements.get(name), name);
  }

  int[] places(String name) {
    return numbered.getOrDefault(name, List.of()).stream().mapToInt(Integer::intValue).toArray();
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
