// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The streams' numbers, and the parts of the log that there are: one for each stream and day.
final class PostgresActionParts {

  private final PostgresPool pool;
  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
  private final Set<Part> prepared = ConcurrentHashMap.newKeySet();

  private record Part(int stream, int day) {}

  PostgresActionParts(PostgresPool pool) {
    this.pool = pool;
  }

  /// The number of a stream, if anything was ever appended to it.
  Optional<Integer> number(String stream) {
    var known = numbers.get(stream);
    if (known != null) {
      return Optional.of(known);
    }
    var found = pool.read(session -> session.query("stream", stream).first(row -> row.getInt(1)));
    found.ifPresent(number -> numbers.put(stream, number));
    return found;
  }

  /// The number of a stream whose part for a day is there, and the one for the next day too, so
  /// that nobody has to wait for it at midnight.
  int prepared(String stream, int day) {
    int number = number(stream).orElseGet(() -> add(stream));
    for (int next = day; next <= day + 1; next++) {
      var part = new Part(number, next);
      if (!prepared.contains(part)) {
        pool.durably(
            tx -> tx.query("prepare", part.stream(), part.day()).first(row -> true).isPresent());
        prepared.add(part);
      }
    }
    return number;
  }

  private int add(String stream) {
    pool.durably(tx -> tx.query("add_stream", stream).update());
    return number(stream).orElseThrow();
  }

  /// Drops the oldest part before a day.
  ///
  /// @return how many were dropped
  int drop(String stream, int day) {
    var number = number(stream);
    return number.isEmpty()
        ? 0
        : pool.durably(tx -> (int) tx.query("drop", number.get(), day).number());
  }
}
