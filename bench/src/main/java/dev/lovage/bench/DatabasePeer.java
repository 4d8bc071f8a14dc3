// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The libraries that keep their tasks where Lovage does.
enum DatabasePeer {
  JOBRUNR("jobrunr", true),
  DB_SCHEDULER("db-scheduler", true),
  GRAPHILE("graphile", false),
  PG_BOSS("pg-boss", false),
  BULLMQ("bullmq", false);

  final String slug;
  final boolean jvm;

  DatabasePeer(String slug, boolean jvm) {
    this.slug = slug;
    this.jvm = jvm;
  }

  /// Whether it keeps its tasks in a store of this URL's kind.
  boolean goesWith(String url) {
    return stores().stream().anyMatch(url::startsWith);
  }

  /// For example `redis:`.
  List<String> stores() {
    return switch (this) {
      case JOBRUNR -> List.of(PostgresStore.SCHEME, SqliteStore.SCHEME);
      case DB_SCHEDULER, GRAPHILE, PG_BOSS -> List.of(PostgresStore.SCHEME);
      case BULLMQ -> List.of(RedisStore.SCHEME);
    };
  }

  static Optional<DatabasePeer> named(String word) {
    var name = word.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(peer -> peer.slug.equals(name)).findFirst();
  }

  /// Their names, with commas.
  static String all() {
    return Arrays.stream(values()).map(peer -> peer.slug).collect(Collectors.joining(", "));
  }

  /// The class of its driver on the JVM.
  String driver() {
    return switch (this) {
      case JOBRUNR -> "JobRunrPeer";
      case DB_SCHEDULER -> "DbSchedulerPeer";
      case GRAPHILE, PG_BOSS, BULLMQ -> throw new IllegalStateException(slug + " runs on Node.js");
    };
  }
}
