// SPDX-License-Identifier: Apache-2.0
package dev.lovage.acceptance;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A process started as a user starts it, by the script `./lovage`. Its output goes to files, so
/// that it never waits for a reader.
final class Started implements AutoCloseable {

  // The first start after a change builds what is missing and prepares the fast start.
  private static final Duration START = Duration.ofMinutes(4);
  private static final Path PROC_STATUS = Path.of("/proc/self/status");
  private static final long SIGINT = 1 << 1;
  private static final Pattern ADDRESS = Pattern.compile("http://[^ /]+:\\d+");

  private final Process process;
  private final Path out;
  private final Path err;

  private Started(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /// Runs `./lovage` with these words in a folder.
  static Started lovage(Path folder, String... words) {
    var command = new ArrayList<String>(interruptible());
    command.add(Repo.root().resolve("lovage").toString());
    command.addAll(List.of(words));
    return command(folder, command);
  }

  /// Who is started with SIGINT ignored, as a script's `&` does, ignores it too, and so do those
  /// that he starts. A user at a terminal does not start us so.
  private static List<String> interruptible() {
    try (var status = Files.lines(PROC_STATUS)) {
      boolean ignored =
          status.anyMatch(line ->
              line.startsWith("SigIgn:")
                  && (Long.parseUnsignedLong(line.substring(7).trim(), 16) & SIGINT) != 0);
      return ignored ? List.of("env", "--default-signal=INT") : List.of();
    } catch (IOException e) {
      return List.of(); // There is no /proc here.
    }
  }

  static Started command(Path folder, List<String> command) {
    try {
      var out = Files.createTempFile(folder, "out", ".txt");
      var err = Files.createTempFile(folder, "err", ".txt");
      var process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      return new Started(process, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The address in the start report, as soon as it is printed.
  Client awaitWeb() {
    var address =
        Poll.until(
            START,
            "the start report of " + this,
            () -> {
              assertAlive();
              return ADDRESS.matcher(out()).results().findFirst();
            });
    return new Client(URI.create(address.group()));
  }

  /// Waits until standard error has this text.
  void awaitError(String text) {
    Poll.untilTrue(START, "'" + text + "' in " + this, () -> err().contains(text));
  }

  /// Waits until the start report is there.
  Started awaitReport() {
    Poll.untilTrue(
        START,
        "the start report of " + this,
        () -> {
          assertAlive();
          return out().contains("stop    ");
        });
    return this;
  }

  /// SIGTERM.
  void terminate() {
    process.destroy();
  }

  /// SIGKILL; returns when the process is gone.
  void kill() {
    process.destroyForcibly();
    awaitExit(Duration.ofSeconds(10));
  }

  int awaitExit(Duration timeout) {
    try {
      if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return fail("did not end within " + timeout + ": " + this);
  }

  long pid() {
    return process.pid();
  }

  String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  private void assertAlive() {
    if (!process.isAlive()) {
      fail("ended with " + process.exitValue() + ": " + this);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return "process " + process.pid() + "\n--- out\n" + out() + "\n--- err\n" + err();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.destroyForcibly();
      awaitExit(Duration.ofSeconds(10));
    }
  }
}
