// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import dev.lovage.servers.CassandraServer;
import dev.lovage.servers.MissingServerException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A keyspace for each run's actions, in a Cassandra that is given (`cassandra://host`) or on a
/// server of the bench's own: `cassandra:` with the commit log synced as by default, so that a
/// write is kept by the replicas that it would have elsewhere, `cassandra:?sync=batch` with a sync
/// before each answer. Tasks are in a SQLite file of the run.
///
/// @param server where, without a keyspace
/// @param own the bench's own server, or null
record CassandraStore(
    SqliteStore tasks, String server, boolean synced, @Nullable CassandraServer own)
    implements StoreUrl {

  static final String SCHEME = "cassandra:";

  private static final String SYNCED = SCHEME + "?sync=batch";

  static CassandraStore parse(String url, Path fallback) {
    var tasks = new SqliteStore(fallback, "");
    boolean synced = url.equals(SYNCED);
    if (!synced && !url.equals(SCHEME)) {
      return new CassandraStore(tasks, url.replaceFirst("/$", ""), false, null);
    }
    try {
      var own = CassandraServer.start("1g", synced ? "batch" : "periodic");
      return new CassandraStore(tasks, "cassandra://127.0.0.1:" + own.port(), synced, own);
    } catch (MissingServerException e) {
      throw new BenchException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Path folder() {
    return tasks.folder();
  }

  /// Of a server that is given nothing is known.
  @Override
  public Durability durability() {
    return synced ? Durability.D2 : Durability.D0;
  }

  @Override
  public String in(Path run) {
    return tasks.in(run);
  }

  @Override
  public String actions(Path run) {
    var path = run.toAbsolutePath();
    return server
        + "/b_"
        + path.subpath(path.getNameCount() - 2, path.getNameCount())
            .toString()
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]", "")
            .replace("lovagebench", "");
  }

  @Override
  public String jdbc(Path run) {
    return tasks.jdbc(run);
  }

  @Override
  public long serverPid() {
    return own == null ? 0 : own.pid();
  }

  @Override
  public ChaosPlan chaos() {
    return tasks.chaos();
  }

  @Override
  public ChaosLedger ledger(Path run) {
    return tasks.ledger(run);
  }

  @Override
  public String forPeer(Path run, boolean jdbc) {
    return actions(run);
  }

  @Override
  public void forgetPeer(Path run) {}

  @Override
  public void forget(Path run) {}

  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }
}
