// SPDX-License-Identifier: Apache-2.0
package dev.lovage.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The real Celery, from Debian's packages: an app of the caller's, its workers and scripts. Each
/// runs in a folder of its own with the caller's environment and the app on Python's path.
public final class CelerySetup {

  private static final String PYTHON = "/usr/bin/python3";
  private static final long MOST_SECONDS = 120;

  private final Path folder;
  private final Map<String, String> environment;

  private CelerySetup(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /// Keeps the app's source ready.
  ///
  /// @param module the app's name, for example `demo`
  /// @param environment for the app, for example where the broker is
  /// @throws MissingServerException if there is no Celery and it can't be installed
  public static CelerySetup of(String module, String source, Map<String, String> environment) {
    if (!hasCelery()) {
      Packages.install("python3-celery");
      Packages.install("python3-redis");
    }
    if (!hasCelery()) {
      throw new MissingServerException(
          "there is no Celery for /usr/bin/python3; install it, for example:"
              + " apt-get install python3-celery python3-redis");
    }
    var folder = Command.folder("lovage-celery");
    try {
      Files.writeString(folder.resolve(module + ".py"), source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new CelerySetup(folder, Map.copyOf(environment));
  }

  private static boolean hasCelery() {
    if (!Files.isExecutable(Path.of(PYTHON))) {
      return false;
    }
    try {
      var check =
          new ProcessBuilder(PYTHON, "-c", "import celery, redis")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return check.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Starts a program of Celery's, for example a worker: `-A demo worker -c 1`. Its output goes to
  /// the file [#log] of this name.
  public Process celery(String name, String... arguments) {
    var command = new ArrayList<>(List.of(PYTHON, "-m", "celery"));
    command.addAll(List.of(arguments));
    return start(name, command);
  }

  public Path log(String name) {
    return folder.resolve(name + ".log");
  }

  /// Runs a script to its end and returns what it printed.
  ///
  /// @throws IllegalStateException with what it printed, if it fails
  public String python(String script) {
    return end("script", start("script", List.of(PYTHON, "-c", script)));
  }

  /// Runs a program of Celery's to its end and returns what it printed: `-A demo status`.
  ///
  /// @throws IllegalStateException with what it printed, if it fails
  public String tool(String... arguments) {
    return end("tool", celery("tool", arguments));
  }

  private String end(String name, Process process) {
    try {
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("did not end: " + process.info().commandLine());
      }
      var printed = Files.readString(log(name));
      if (process.exitValue() != 0) {
        throw new IllegalStateException("failed:\n" + printed);
      }
      return printed.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the script was interrupted", e);
    }
  }

  private Process start(String name, List<String> command) {
    var builder =
        new ProcessBuilder(Command.unprivileged(command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log(name).toFile());
    builder.environment().putAll(environment);
    builder.environment().put("PYTHONPATH", folder.toString());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    builder.environment().put("HOME", folder.toString());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
