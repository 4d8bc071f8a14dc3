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
  SUBMIT_BULK("submit-bulk", Unit.TASKS_PER_SECOND, "submit a stream of no-ops, one caller"),
  DRAIN("drain", Unit.TASKS_PER_SECOND, "work off preloaded no-ops, results stored"),
  ROUND_TRIP("round-trip", Unit.MILLISECONDS, "submit a no-op and wait for its result, idle"),
  ROUND_TRIP_PYTHON(
      "round-trip-python",
      Unit.MILLISECONDS,
      "as round-trip, from a Python client with Celery; at Redis only"),
  HTTP_SUBMIT("http-submit", Unit.REQUESTS_PER_SECOND, "GET /set/1, 64 connections, no worker"),
  ECHO("echo", Unit.REQUESTS_PER_SECOND, "GET from the bare HTTP server, 16 connections, idle"),
  SERVED_READ("served-read", Unit.REQUESTS_PER_SECOND, "GET /current, 16 connections, idle"),
  SERVED_READ_BUSY(
      "served-read-busy",
      Unit.REQUESTS_PER_SECOND,
      "GET /current, 16 connections, every worker computes fib(45)"),
  MIXED(
      "mixed",
      Unit.TASKS_PER_SECOND,
      "submit as fast as tasks of 1 ms are worked off, 3,000 waiting; latency to the start"),
  DELAYED_INSERT("delayed-insert", Unit.TASKS_PER_SECOND, "submit tasks that are due much later"),
  DELAYED_IDLE(
      "delayed-idle", Unit.PERCENT, "CPU of a worker while all its tasks are due much later"),
  DELAYED_LATENESS(
      "delayed-lateness",
      Unit.MILLISECONDS,
      "p99 from due to begun, 1,000 due a second, many due later"),
  DELAYED_RELEASE("delayed-release", Unit.TASKS_PER_SECOND, "work off tasks all due at once"),
  SCHEDULES(
      "schedules",
      Unit.MILLISECONDS,
      "p99 from due to begun, 1,000 schedules due at the same moment"),
  BACKLOG(
      "backlog",
      Unit.TIMES,
      "a turn of settling and claiming 100 tasks, against with 1,000 waiting"),
  AGED(
      "aged",
      Unit.TASKS_PER_SECOND,
      "drain with ten million finished tasks behind it; cold is with none"),
  IDLE_TRANSACTION(
      "idle-transaction",
      Unit.TASKS_PER_SECOND,
      "drain while somebody's transaction stays open for ten minutes; cold is before it"),
  KEYS(
      "keys-fair",
      Unit.TIMES,
      "a turn of settling and claiming 100 tasks of very many keys, against of none"),
  KEYS_LIMITED(
      "keys-limited", Unit.TIMES, "as keys-fair, with a limit of tasks at a time for each key"),
  ACTIONS(
      "actions",
      Unit.ACTIONS_PER_SECOND,
      "append actions by NDJSON over HTTP, server and load in one process"),
  STARTUP("startup", Unit.MILLISECONDS, "process start to the first HTTP answer"),
  MEMORY("memory", Unit.MEGABYTES, "resident memory of the idle app with web and worker");

  /// How a figure is counted, and whether more is better.
  enum Unit {
    TASKS_PER_SECOND("tasks/s", true),
    REQUESTS_PER_SECOND("requests/s", true),
    ACTIONS_PER_SECOND("actions/s", true),
    MILLISECONDS("ms", false),
    MEGABYTES("MB", false),
    PERCENT("%", false),
    TIMES("times", false);

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

  /// Whether the peer has something of the kind.
  boolean hasPeer() {
    return switch (this) {
      case ECHO,
          MIXED,
          DELAYED_INSERT,
          DELAYED_IDLE,
          DELAYED_LATENESS,
          DELAYED_RELEASE,
          SCHEDULES,
          BACKLOG,
          AGED,
          IDLE_TRANSACTION,
          KEYS,
          KEYS_LIMITED,
          ACTIONS ->
          false;
      case SUBMIT_1,
          SUBMIT_64,
          SUBMIT_BULK,
          DRAIN,
          ROUND_TRIP,
          ROUND_TRIP_PYTHON,
          HTTP_SUBMIT,
          SERVED_READ,
          SERVED_READ_BUSY,
          STARTUP,
          MEMORY ->
          true;
    };
  }

  /// Whether it can be measured with the queues at Redis.
  boolean isOfQueues() {
    return switch (this) {
      case SUBMIT_1, SUBMIT_64, SUBMIT_BULK, DRAIN, ROUND_TRIP, ROUND_TRIP_PYTHON -> true;
      default -> false;
    };
  }

  /// The scenarios that a word on the command line stands for; `submit`, `delayed` and `keys` are
  /// all of their kind.
  static Optional<List<Scenario>> named(String word) {
    var name = word.toLowerCase(Locale.ROOT);
    if (name.equals("submit")) {
      return Optional.of(List.of(SUBMIT_1, SUBMIT_64));
    }
    if (name.equals("delayed")) {
      return Optional.of(List.of(DELAYED_INSERT, DELAYED_IDLE, DELAYED_LATENESS, DELAYED_RELEASE));
    }
    if (name.equals("keys")) {
      return Optional.of(List.of(KEYS, KEYS_LIMITED));
    }
    return Arrays.stream(values()).filter(s -> s.slug.equals(name)).findFirst().map(List::of);
  }

  /// Whether they go on for as long as they are told.
  static boolean lasts(List<Scenario> scenarios) {
    return scenarios.equals(List.of(IDLE_TRANSACTION));
  }

  /// How many times better ours is than the peer's: above 1 is better, whatever the unit.
  double ratio(double ours, double peers) {
    return unit.moreIsBetter ? ours / peers : peers / ours;
  }
}
