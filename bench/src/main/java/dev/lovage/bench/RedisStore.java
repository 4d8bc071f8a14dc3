// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import dev.lovage.servers.MissingServerException;
import dev.lovage.servers.RedisServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/// Queues at a Redis of the bench's own, for all sides: a new one for each run, so that none pays
/// for what the one before has left in its log.
///
/// @param durability what its settings make it survive
/// @param settings as on the command line of `redis-server`
/// @param running the server of this run
record RedisStore(
    Path folder, Durability durability, List<String> settings, AtomicReference<RedisServer> running)
    implements StoreUrl {

  static final String SCHEME = "redis:";

  static RedisStore parse(String url, Path fallback) {
    return switch (url.toLowerCase(Locale.ROOT)) {
      // It writes to its log before it answers, and once a second to the disk.
      case SCHEME, "redis:?appendfsync=everysec" ->
          open(fallback, Durability.D1, logging("everysec"));
      case "redis:?appendfsync=always" -> open(fallback, Durability.D2, logging("always"));
      case "redis:?appendonly=no" -> open(fallback, Durability.D0, List.of("--appendonly", "no"));
      default ->
          throw new BenchException(
              "--url: '%s' is not a Redis that can be measured; there is redis:".formatted(url)
                  + " (appendfsync everysec), redis:?appendfsync=always and redis:?appendonly=no,"
                  + " each a server of the bench's own");
    };
  }

  private static List<String> logging(String appendfsync) {
    return List.of("--appendonly", "yes", "--appendfsync", appendfsync);
  }

  private static RedisStore open(Path folder, Durability durability, List<String> settings) {
    return new RedisStore(folder, durability, settings, new AtomicReference<>(start(settings)));
  }

  private static RedisServer start(List<String> settings) {
    try {
      return RedisServer.start(settings);
    } catch (MissingServerException e) {
      throw new BenchException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public String in(Path run) {
    return server().url();
  }

  RedisServer server() {
    return running.get();
  }

  @Override
  public String jdbc(Path run) {
    return "";
  }

  @Override
  public long serverPid() {
    return server().pid();
  }

  @Override
  public ChaosPlan chaos() {
    throw noChaos();
  }

  @Override
  public ChaosLedger ledger(Path run) {
    throw noChaos();
  }

  private static BenchException noChaos() {
    return new BenchException("chaos at Redis has no store to look into");
  }

  @Override
  public String forPeer(Path run, boolean jdbc) {
    return in(run);
  }

  @Override
  public void forgetPeer(Path run) {
    forget(run);
  }

  @Override
  public void forget(Path run) {
    server().close();
    running.set(start(settings));
  }

  @Override
  public void close() {
    server().close();
  }
}
