// SPDX-License-Identifier: Apache-2.0
package dev.lovage.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A PgBouncer in transaction mode before a [PostgresServer], on the loopback. Ended by [#close].
public final class PgBouncer implements AutoCloseable {

  private static final String PROGRAM = "/usr/sbin/pgbouncer";
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final int port;
  private final Path folder;
  private final Process process;

  private PgBouncer(int port, Path folder, Process process) {
    this.port = port;
    this.folder = folder;
    this.process = process;
  }

  /// Starts one with few connections to the server, so that its clients share them.
  ///
  /// @throws MissingServerException if there is none and none can be installed
  public static PgBouncer before(PostgresServer server) {
    if (!Files.isExecutable(Path.of(PROGRAM))) {
      Packages.install("pgbouncer");
    }
    if (!Files.isExecutable(Path.of(PROGRAM))) {
      throw new MissingServerException(
          "there is no " + PROGRAM + "; install it, for example: apt-get install pgbouncer");
    }
    var folder = Command.folder("lovage-pgbouncer");
    int port = FreePort.next();
    var settings = folder.resolve("pgbouncer.ini");
    try {
      Files.writeString(
          settings,
          """
          [databases]
          lovage = host=127.0.0.1 port=%d dbname=lovage user=lovage
          [pgbouncer]
          listen_addr = 127.0.0.1
          listen_port = %d
          auth_type = any
          pool_mode = transaction
          default_pool_size = 4
          ignore_startup_parameters = extra_float_digits
          """
              .formatted(server.port(), port));
      var process =
          new ProcessBuilder(Command.unprivileged(List.of(PROGRAM, settings.toString())))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("pgbouncer.log").toFile())
              .start();
      var bouncer = new PgBouncer(port, folder, process);
      bouncer.awaitAnswer();
      return bouncer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where it is, as a store's URL.
  public String url() {
    return "postgresql://lovage@127.0.0.1:" + port + "/lovage";
  }

  private void awaitAnswer() throws IOException {
    long until = System.nanoTime() + MOST_NANOS;
    while (true) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        return;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > until) {
          throw new IOException(
              "PgBouncer did not start: " + Files.readString(folder.resolve("pgbouncer.log")), e);
        }
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
    Command.remove(folder);
  }
}
