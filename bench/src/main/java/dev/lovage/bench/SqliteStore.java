// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.nio.file.Path;

/// A file in each run's folder.
///
/// @param folder where the bench may make its temporary folder
/// @param options with the question mark, or empty
record SqliteStore(Path folder, String options) implements StoreUrl {

  static final String SCHEME = "sqlite:";

  static SqliteStore parse(String url, Path fallback) {
    int mark = url.indexOf('?');
    var path = Path.of(url.substring(SCHEME.length(), mark < 0 ? url.length() : mark));
    var parent = path.getParent();
    return new SqliteStore(parent == null ? fallback : parent, mark < 0 ? "" : url.substring(mark));
  }

  @Override
  public Durability durability() {
    return Durability.of(options);
  }

  @Override
  public String in(Path run) {
    return SCHEME + file(run) + options;
  }

  @Override
  public String jdbc(Path run) {
    return "jdbc:sqlite:" + file(run);
  }

  private static Path file(Path run) {
    return run.resolve("lovage.db");
  }

  @Override
  public long serverPid() {
    return 0;
  }

  @Override
  public ChaosPlan chaos() {
    return ChaosPlan.ofOneMachine();
  }

  @Override
  public ChaosLedger ledger(Path run) {
    return new SqliteLedger(file(run));
  }

  @Override
  public String forPeer(Path run, boolean jdbc) {
    if (!jdbc) {
      throw new BenchException("this peer has no SQLite; name a postgresql: store with --url");
    }
    return "jdbc:sqlite:" + run.resolve("peer.db");
  }

  @Override
  public void forgetPeer(Path run) {}

  @Override
  public void forget(Path run) {}

  @Override
  public void close() {}
}
