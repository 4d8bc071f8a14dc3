// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What is measured, on each side in the same way.
enum Scenario {
  SUBMIT_1("submit-1", Unit.TASKS_PER_SECOND, "submit no-ops one at a time, one caller"),
  SUBMIT_64("submit-64", Unit.TASKS_PER_SECOND, "submit no-ops one at a time, 64 callers"),
  DRAIN("drain", Unit.TASKS_PER_SECOND, "work off preloaded no-ops, results stored"),
  ROUND_TRIP("round-trip", Unit.MILLISECONDS, "submit a no-op and wait for its result, idle"),
  HTTP_SUBMIT("http-submit", Unit.REQUESTS_PER_SECOND, "GET /set/1, 64 connections, no worker"),
  SERVED_READ("served-read", Unit.REQUESTS_PER_SECOND, "GET /current, 16 connections, idle"),
  SERVED_READ_BUSY(
      "served-read-busy",
      Unit.REQUESTS_PER_SECOND,
      "GET /current, 16 connections, every worker computes fib(45)"),
  STARTUP("startup", Unit.MILLISECONDS, "process start to the first HTTP answer"),
  MEMORY("memory", Unit.MEGABYTES, "resident memory of the idle app with web and worker");

  /// How a figure is counted, and whether more is better.
  enum Unit {
    TASKS_PER_SECOND("tasks/s", true),
    REQUESTS_PER_SECOND("requests/s", true),
    MILLISECONDS("ms", false),
    MEGABYTES("MB", false);

    final String text;
    final boolean moreIsBetter;

    Unit(String text, boolean moreIsBetter) {
      this.text = text;
      this.moreIsBetter = moreIsBetter;
    }
  }

  final String slug;
  final Unit unit;
  final String description;

  Scenario(String slug, Unit unit, String description) {
    this.slug = slug;
    this.unit = unit;
    this.description = description;
  }

  /// Whether it needs a program that sends HTTP requests.
  boolean loadsHttp() {
    return unit == Unit.REQUESTS_PER_SECOND;
  }

  /// The scenarios that a word on the command line stands for; `submit` is both of its kind.
  static Optional<List<Scenario>> named(String word) {
    var name = word.toLowerCase(Locale.ROOT);
    if (name.equals("submit")) {
      return Optional.of(List.of(SUBMIT_1, SUBMIT_64));
    }
    return Arrays.stream(values()).filter(s -> s.slug.equals(name)).findFirst().map(List::of);
  }

  /// How many times better ours is than the peer's: above 1 is better, whatever the unit.
  double ratio(double ours, double peers) {
    return unit.moreIsBetter ? ours / peers : peers / ours;
  }
}
