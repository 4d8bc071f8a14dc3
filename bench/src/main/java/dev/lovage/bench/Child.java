// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A process that the bench has started.
///
/// @param startNanos when, by `System.nanoTime()`
/// @param log the file that has its output
record Child(String name, Process process, long startNanos, Path log) {

  private static final int TAIL_LINES = 30;

  long pid() {
    return process.pid();
  }

  /// Waits until it is ready, asking every few milliseconds.
  ///
  /// @throws BenchException if it ends or is not ready in time
  void awaitReady(long timeoutSeconds, BooleanSupplier ready) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutSeconds);
    while (!ready.getAsBoolean()) {
      if (process.waitFor(3, TimeUnit.MILLISECONDS)) {
        throw new BenchException("%s ended while it started:%n%s".formatted(name, tail()));
      }
      if (System.nanoTime() > deadline) {
        throw new BenchException(
            "%s was not ready after %d s:%n%s".formatted(name, timeoutSeconds, tail()));
      }
    }
  }

  /// Waits for its end and returns the last line of its output, which must be a JSON object.
  String awaitResult(long timeoutSeconds) throws InterruptedException {
    if (!process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
      throw new BenchException(
          "%s did not end in %d s:%n%s".formatted(name, timeoutSeconds, tail()));
    }
    var lines = output().strip().lines().toList();
    if (process.exitValue() != 0 || lines.isEmpty() || !lines.getLast().startsWith("{")) {
      throw new BenchException(
          "%s failed with exit code %d:%n%s".formatted(name, process.exitValue(), tail()));
    }
    return lines.getLast();
  }

  String output() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BenchException("could not read " + log, e);
    }
  }

  private String tail() {
    var lines = output().lines().toList();
    return String.join(
        System.lineSeparator(),
        lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }
}
