// SPDX-License-Identifier: Apache-2.0
package dev.lovage.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A Redis of one's own, on the loopback, without a password. Stopped and removed by [#close], or
/// at the end of the process.
public final class RedisServer implements AutoCloseable {

  private static final long MOST_SECONDS = 20;

  private final Path program;
  private final Path folder;
  private final int port;
  private final List<String> settings;
  private @Nullable Thread atExit;
  private @Nullable Process process;

  private RedisServer(Path program, Path folder, int port, List<String> settings) {
    this.program = program;
    this.folder = folder;
    this.port = port;
    this.settings = settings;
  }

  /// Starts one that keeps nothing on disk.
  ///
  /// @throws MissingServerException if there is none and none can be installed
  public static RedisServer start() {
    return start(List.of("--appendonly", "no"));
  }

  /// Starts one that writes everything to disk before it answers, and so loses nothing by [#kill].
  public static RedisServer startDurable() {
    return start(List.of("--appendonly", "yes", "--appendfsync", "always"));
  }

  /// Starts one.
  ///
  /// @param settings as on the command line of `redis-server`
  public static RedisServer start(List<String> settings) {
    var server =
        new RedisServer(
            requireProgram(),
            Command.folder("lovage-redis"),
            FreePort.next(),
            List.copyOf(settings));
    server.removeAtExit();
    server.resume();
    return server;
  }

  private void removeAtExit() {
    var hook = new Thread(this::remove);
    atExit = hook;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /// Starts a sentinel that watches a server under a name.
  public static RedisServer sentinelOf(RedisServer master, String name) {
    var sentinel =
        new RedisServer(
            requireProgram(),
            Command.folder("lovage-sentinel"),
            FreePort.next(),
            List.of("--sentinel"));
    var file = sentinel.folder.resolve("sentinel.conf");
    try {
      Files.writeString(file, "sentinel monitor " + name + " 127.0.0.1 " + master.port + " 1\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // It writes down there what it finds.
    Command.run(sentinel.folder, List.of("chmod", "666", file.toString()));
    sentinel.removeAtExit();
    sentinel.resume();
    return sentinel;
  }

  /// Where it is, as a broker's URL, with the database 0.
  public String url() {
    return "redis://127.0.0.1:" + port + "/0";
  }

  /// The files of its log, in their order, while it keeps one and has not written it anew.
  public List<Path> log() throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".incr.aof")).sorted().toList();
    }
  }

  public int port() {
    return port;
  }

  public long pid() {
    return running().pid();
  }

  private Process running() {
    var its = process;
    if (its == null) {
      throw new IllegalStateException("this Redis is stopped; resume it first");
    }
    return its;
  }

  /// Kills it as a power cut does; [#resume] starts it again.
  public synchronized void kill() {
    var its = running();
    its.destroyForcibly();
    its.onExit().join();
    process = null;
  }

  /// Starts it on the port and the data that it had.
  public synchronized void resume() {
    var command = new ArrayList<>(List.of(program.toString()));
    boolean isSentinel = settings.contains("--sentinel");
    if (isSentinel) {
      command.add(folder.resolve("sentinel.conf").toString());
    }
    boolean byTls = settings.contains("--tls-cert-file");
    command.addAll(
        byTls ? List.of("--port", "0", "--tls-port", "" + port) : List.of("--port", "" + port));
    command.addAll(List.of("--bind", "127.0.0.1", "--dir", folder.toString()));
    if (!isSentinel) {
      command.addAll(List.of("--save", ""));
    }
    command.addAll(settings);
    try {
      process =
          new ProcessBuilder(Command.unprivileged(command))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(folder.resolve("server.log").toFile()))
              .start();
      awaitReady();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the start of Redis was interrupted", e);
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    var never = new CountDownLatch(1);
    while (!isReady()) {
      if (System.nanoTime() > end || !running().isAlive()) {
        throw new IllegalStateException(
            "Redis did not start:\n" + Files.readString(folder.resolve("server.log")));
      }
      var _ = never.await(10, TimeUnit.MILLISECONDS);
    }
  }

  /// Whether it answers, and not only that it reads its data.
  private boolean isReady() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      socket.setSoTimeout(1_000);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
      // With a password or with TLS only it answers otherwise, but it does.
      return answer.startsWith("+PONG") || answer.startsWith("-NOAU");
    } catch (IOException e) {
      return settings.contains("--tls-cert-file") && running().isAlive() && isOpen();
    }
  }

  private boolean isOpen() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// Stops it where it is, as a machine that hangs; [#thaw] lets it go on.
  public void freeze() {
    signal("STOP");
  }

  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    Command.run(folder, List.of("sh", "-c", "kill -" + name + " " + pid()));
  }

  @Override
  public void close() {
    if (atExit != null) {
      Runtime.getRuntime().removeShutdownHook(atExit);
    }
    remove();
  }

  private void remove() {
    var its = process;
    if (its != null) {
      its.destroyForcibly();
      its.onExit().join();
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path requireProgram() {
    var found = Packages.program("redis-server");
    if (found.isEmpty()) {
      Packages.install("redis-server");
      found = Packages.program("redis-server");
    }
    return found.orElseThrow(() ->
        new MissingServerException(
            "there is no redis-server on the PATH; install it, for example:"
                + " apt-get install redis-server"));
  }
}
