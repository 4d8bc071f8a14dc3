// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import dev.lovage.servers.MissingServerException;
import dev.lovage.servers.PostgresServer;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A schema for each run, in a database that is given (`postgresql://user@host/database`) or on a
/// server of the bench's own, with PostgreSQL's default durability (`postgresql:`).
///
/// @param server where, without options
/// @param options without the question mark, or empty
/// @param own the bench's own server, or null
record PostgresStore(Path folder, String server, String options, @Nullable PostgresServer own)
    implements StoreUrl {

  static final String SCHEME = "postgresql:";

  static PostgresStore parse(String url, Path fallback) {
    int mark = url.indexOf('?');
    var options = mark < 0 ? "" : url.substring(mark + 1);
    var server = mark < 0 ? url : url.substring(0, mark);
    if (!server.equals(SCHEME)) {
      return new PostgresStore(fallback, server, options, null);
    }
    try {
      var own = PostgresServer.start(List.of("max_connections=200"));
      return new PostgresStore(fallback, own.url(), options, own);
    } catch (MissingServerException e) {
      throw new BenchException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Durability durability() {
    return Durability.of(options);
  }

  @Override
  public String in(Path run) {
    return server + "?schema=" + schema(run) + (options.isEmpty() ? "" : "&" + options);
  }

  private static String schema(Path run) {
    var path = run.toAbsolutePath();
    return path.subpath(path.getNameCount() - 2, path.getNameCount())
        .toString()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]", "_");
  }

  @Override
  public long serverPid() {
    return own == null ? 0 : own.pid();
  }

  @Override
  public ChaosPlan chaos() {
    return ChaosPlan.ofSeveral();
  }

  @Override
  public ChaosLedger ledger(Path run) {
    return new PostgresLedger(jdbc(), schema(run));
  }

  @Override
  public String jdbc(Path run) {
    return jdbc();
  }

  private String jdbc() {
    var at = server.indexOf('@');
    var user = at < 0 ? "" : "?user=" + server.substring(SCHEME.length() + 2, at);
    return "jdbc:postgresql://"
        + server.substring(at < 0 ? SCHEME.length() + 2 : at + 1)
        + user.replace(":", "&password=");
  }

  @Override
  public String forPeer(Path run, boolean jdbc) {
    execute("CREATE DATABASE " + schema(run));
    var database = jdbc ? jdbc() : server;
    return database.replaceFirst("/[^/?]+(\\?|$)", "/" + schema(run) + "$1");
  }

  @Override
  public void forgetPeer(Path run) {
    execute("DROP DATABASE IF EXISTS " + schema(run) + " WITH (FORCE)");
  }

  @Override
  public void forget(Path run) {
    execute("DROP SCHEMA IF EXISTS " + schema(run) + " CASCADE");
  }

  private void execute(String statement) {
    try (var connection = DriverManager.getConnection(jdbc());
        var open = connection.createStatement()) {
      open.execute(statement);
    } catch (SQLException e) {
      throw new BenchException("could not do: " + statement, e);
    }
  }

  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }
}
