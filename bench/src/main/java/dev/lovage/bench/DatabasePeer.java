// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The libraries that keep their tasks in a database as Lovage does.
enum DatabasePeer {
  JOBRUNR("jobrunr", true, true),
  DB_SCHEDULER("db-scheduler", true, false),
  GRAPHILE("graphile", false, false),
  PG_BOSS("pg-boss", false, false);

  final String slug;
  final boolean jvm;
  final boolean sqlite;

  DatabasePeer(String slug, boolean jvm, boolean sqlite) {
    this.slug = slug;
    this.jvm = jvm;
    this.sqlite = sqlite;
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
      case GRAPHILE, PG_BOSS -> throw new IllegalStateException(slug + " runs on Node.js");
    };
  }
}
