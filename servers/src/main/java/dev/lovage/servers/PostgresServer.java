// SPDX-License-Identifier: Apache-2.0
package dev.lovage.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL of one's own, on the loopback, with the superuser `lovage` who needs no password
/// and a database of the same name. Stopped and removed by [#close], or at the end of the process.
public final class PostgresServer implements AutoCloseable {

  private static final String DEBIAN = "/usr/lib/postgresql";

  private final Path bin;
  private final Path folder;
  private final int port;
  private final List<String> settings;
  private final Thread atExit;

  private PostgresServer(Path bin, Path folder, int port, List<String> settings) {
    this.bin = bin;
    this.folder = folder;
    this.port = port;
    this.settings = settings;
    this.atExit = new Thread(() -> remove(bin, folder));
  }

  /// Starts one with the defaults of PostgreSQL, power-safe.
  ///
  /// @throws MissingServerException if there is none and none can be installed
  public static PostgresServer start() {
    return start(List.of());
  }

  /// Starts one that does not wait for the disk: for tests that cut no power.
  public static PostgresServer startForTests() {
    return start(List.of("fsync=off", "full_page_writes=off", "max_connections=300"));
  }

  /// Starts one.
  ///
  /// @param settings as in `postgresql.conf`, for example `shared_buffers=512MB`
  public static PostgresServer start(List<String> settings) {
    var bin = requireBin();
    var folder = Command.folder("lovage-postgres");
    var server = new PostgresServer(bin, folder, FreePort.next(), List.copyOf(settings));
    Runtime.getRuntime().addShutdownHook(server.atExit);
    server.run(
        "initdb",
        "-D",
        server.data(),
        "-A",
        "trust",
        "-U",
        "lovage",
        "-E",
        "UTF8",
        "--locale=C",
        "-N");
    server.resume();
    server.run("createdb", "-h", "127.0.0.1", "-p", "" + server.port, "-U", "lovage", "lovage");
    return server;
  }

  /// Where it is, as a store's URL.
  public String url() {
    return "postgresql://lovage@127.0.0.1:" + port + "/lovage";
  }

  public int port() {
    return port;
  }

  /// The process that the others are children of.
  public long pid() {
    try {
      return Long.parseLong(Files.readAllLines(Path.of(data(), "postmaster.pid")).getFirst());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Stops it as an operator does, ending all connections; [#resume] starts it again.
  public void halt() {
    run("pg_ctl", "-D", data(), "-m", "fast", "-w", "stop");
  }

  /// Kills it as a power cut does.
  public void kill() {
    run("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
  }

  /// Starts it on the port and the data that it had.
  public void resume() {
    var options = new StringBuilder("-p " + port + " -k " + folder);
    options.append(" -c listen_addresses=127.0.0.1");
    settings.forEach(setting -> options.append(" -c ").append(setting));
    run("pg_ctl", "-D", data(), "-l", folder + "/server.log", "-w", "-o", options + "", "start");
  }

  /// Stops all its processes where they are, as a machine that hangs; [#thaw] lets them go on.
  public void freeze() {
    signal("STOP");
  }

  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    var pids = new ArrayList<>(List.of("" + pid()));
    ProcessHandle.of(pid()).orElseThrow().descendants().forEach(p -> pids.add("" + p.pid()));
    // One that has ended meanwhile is no failure.
    Command.run(
        folder, List.of("sh", "-c", "kill -" + name + " " + String.join(" ", pids) + " || true"));
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    remove(bin, folder);
  }

  private static void remove(Path bin, Path folder) {
    try {
      Command.run(
          folder,
          Command.unprivileged(
              List.of(bin + "/pg_ctl", "-D", folder + "/data", "-m", "immediate", "-w", "stop")));
    } catch (IllegalStateException e) {
      // It was stopped before.
    }
    Command.remove(folder);
  }

  private String data() {
    return folder + "/data";
  }

  private void run(String program, String... arguments) {
    var command = new ArrayList<>(List.of(bin.resolve(program).toString()));
    command.addAll(List.of(arguments));
    Command.run(folder, Command.unprivileged(command));
  }

  private static Path requireBin() {
    var bin = findBin();
    if (bin == null) {
      Packages.install("postgresql");
      bin = findBin();
    }
    if (bin == null) {
      throw new MissingServerException(
          "there is no PostgreSQL with initdb in /usr/lib/postgresql or on the PATH; install it,"
              + " for example: apt-get install postgresql");
    }
    return bin;
  }

  /// Debian keeps the programs of the server off the path; the newest version counts.
  private static @Nullable Path findBin() {
    var found = new ArrayList<Path>();
    var debian = Path.of(DEBIAN);
    try (var versions = Files.isDirectory(debian) ? Files.list(debian) : Stream.<Path>empty()) {
      versions
          .sorted(Comparator.comparing(Path::toString).reversed())
          .forEach(version -> found.add(version.resolve("bin")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Packages.path().forEach(found::add);
    return found.stream()
        .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
        .filter(bin -> Files.isExecutable(bin.resolve("pg_ctl")))
        .findFirst()
        .orElse(null);
  }
}
