// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.nio.file.Path;

/// The store to measure: where it is and with which options, but never one that is there already.
interface StoreUrl extends AutoCloseable {

  /// Reads it, and starts a server if one is asked for.
  ///
  /// @param fallback the folder if the URL names none
  static StoreUrl parse(String url, Path fallback) {
    if (url.startsWith(SqliteStore.SCHEME)) {
      return SqliteStore.parse(url, fallback);
    }
    if (url.startsWith(PostgresStore.SCHEME)) {
      return PostgresStore.parse(url, fallback);
    }
    if (url.startsWith(RedisStore.SCHEME)) {
      return RedisStore.parse(url, fallback);
    }
    if (url.startsWith(CassandraStore.SCHEME)) {
      return CassandraStore.parse(url, fallback);
    }
    throw new BenchException(
        "--url: '%s' is not a store that can be measured; expected for example".formatted(url)
            + " sqlite:/data/bench.db?durability=process, postgresql: or redis:");
  }

  /// Where the bench may make its temporary folder.
  Path folder();

  Durability durability();

  /// A store of its own for a run.
  String in(Path run);

  /// Where a run keeps its actions; empty for where its tasks are.
  default String actions(Path run) {
    return "";
  }

  /// The same for a driver.
  String jdbc(Path run);

  /// The process whose CPU time belongs to the store, with its children; 0 for none.
  long serverPid();

  ChaosPlan chaos();

  /// Judges the store of a run for `chaos`.
  ChaosLedger ledger(Path run);

  /// A database of its own for a peer's run.
  ///
  /// @param jdbc whether as a JDBC URL, or as PostgreSQL's own kind
  String forPeer(Path run, boolean jdbc);

  void forgetPeer(Path run);

  /// Removes what a run has left outside of its folder.
  void forget(Path run);

  @Override
  void close();
}
