// SPDX-License-Identifier: Apache-2.0
package dev.lovage.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// A Cassandra of one node of one's own, on the loopback. Its program comes from Maven Central. It
/// is killed and removed by [#close], or at the end of the process.
public final class CassandraServer implements AutoCloseable {

  private static final int TRIES = 600;
  private static final long TRY_MILLIS = 100;

  private final Path folder;
  private final CassandraProgram program;
  private final int port;
  private final Thread atExit;
  private final AtomicReference<Process> running;

  private CassandraServer(Path folder, CassandraProgram program, int port, Process process) {
    this.folder = folder;
    this.program = program;
    this.port = port;
    var started = new AtomicReference<>(process);
    this.running = started;
    this.atExit =
        new Thread(() -> {
          started.get().destroyForcibly();
          remove(folder);
        });
  }

  /// Starts a small one, whose answered writes are on the disk.
  ///
  /// @throws MissingServerException if there is no JDK 17 or no Maven to get it with
  public static CassandraServer startForTests() {
    return start("384m", "batch");
  }

  /// Starts one.
  ///
  /// @param heap as Java's `-Xmx`, for example `1g`
  /// @param sync of the commit log: `batch`, or `periodic`, its default, by which a write that was
  ///   answered may be lost with its process
  public static CassandraServer start(String heap, String sync) {
    var folder = Command.folder("lovage-cassandra");
    try {
      int port = FreePort.next();
      var program = CassandraProgram.of(folder, heap, sync, port);
      var process = program.run(folder);
      var server = new CassandraServer(folder, program, port, process);
      Runtime.getRuntime().addShutdownHook(server.atExit);
      server.awaitReady();
      return server;
    } catch (RuntimeException e) {
      remove(folder);
      throw e;
    }
  }

  private void awaitReady() {
    var log = folder.resolve("server.log");
    try {
      for (int i = 0; i < TRIES; i++) {
        if (Files.readString(log).contains("Starting listening for CQL")) {
          return;
        }
        if (running.get().waitFor(TRY_MILLIS, TimeUnit.MILLISECONDS)) {
          break;
        }
      }
      throw new IllegalStateException("Cassandra did not start:\n" + Files.readString(log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /// Where it is, as an action log's URL with a keyspace.
  public String url(String keyspace) {
    return "cassandra://127.0.0.1:" + port + "/" + keyspace;
  }

  public int port() {
    return port;
  }

  public long pid() {
    return running.get().pid();
  }

  /// Stops it where it is, as a machine that hangs; [#thaw] lets it go on.
  public void freeze() {
    signal("STOP");
  }

  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    Command.run(folder, List.of("kill", "-" + name, "" + pid()));
  }

  /// Kills it as a crash does.
  public void kill() {
    try {
      running.get().destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Starts it on the port and the data that it had.
  public void resume() {
    running.set(program.run(folder));
    awaitReady();
  }

  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(atExit);
    remove(folder);
  }

  private static void remove(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // It still writes as it dies; the system clears its temporary files.
    }
  }
}
