// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The query parameters of a request, the first of each name, decoded.
final class Query {

  private final Map<String, String> values;
  private final Optional<String> repeated;

  private Query(Map<String, String> values, Optional<String> repeated) {
    this.values = values;
    this.repeated = repeated;
  }

  static Query empty() {
    return new Query(Map.of(), Optional.empty());
  }

  static Query parse(String raw) {
    var values = new LinkedHashMap<String, String>();
    Optional<String> repeated = Optional.empty();
    int from = 0;
    while (from <= raw.length()) {
      int and = raw.indexOf('&', from);
      int to = and < 0 ? raw.length() : and;
      if (to > from) {
        int equals = raw.indexOf('=', from);
        boolean bare = equals < 0 || equals > to;
        var name = Percent.decodeQuery(raw.substring(from, bare ? to : equals));
        var value = bare ? "" : Percent.decodeQuery(raw.substring(equals + 1, to));
        if (values.putIfAbsent(name, value) != null) {
          repeated = Optional.of(name);
        }
      }
      from = to + 1;
    }
    return new Query(values, repeated);
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  Set<String> names() {
    return values.keySet();
  }

  /// Refuses a parameter that is not one of these, and one that is given twice.
  void check(Set<String> known) {
    for (var name : values.keySet()) {
      if (!known.contains(name)) {
        throw unknown(name, known);
      }
    }
    repeated.ifPresent(name -> {
      throw Problem.of(Problem.Kind.INVALID, name + ": is given more than once")
          .field(name)
          .remedy("Give it once.")
          .exception();
    });
  }

  private static ProblemException unknown(String name, Set<String> known) {
    List<String> near = NearNames.of(name, known);
    var problem =
        Problem.of(
            Problem.Kind.UNKNOWN_PARAMETER,
            "There is no query parameter '" + NearNames.shortened(name) + "' here.");
    return problem
        .field(NearNames.shortened(name))
        .near(near)
        .remedy(
            known.isEmpty()
                ? "Leave it out: this resource takes none."
                : near.isEmpty()
                    ? "Leave it out, or use one of " + NearNames.list(known) + "."
                    : "Did you mean " + NearNames.list(near) + "?")
        .exception();
  }
}
