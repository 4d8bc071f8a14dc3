// SPDX-License-Identifier: Apache-2.0
package dev.lovage.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Programs that run to their end.
final class Command {

  private static final long MOST_SECONDS = 600;

  private Command() {}

  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /// Servers refuse to run as root, so root runs them as nobody.
  static List<String> unprivileged(List<String> command) {
    if (!isRoot()) {
      return command;
    }
    var all =
        new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    all.addAll(command);
    return all;
  }

  /// Makes a folder that a server of [#unprivileged] may write to.
  static Path folder(String prefix) {
    try {
      var folder = Files.createTempDirectory(prefix);
      if (isRoot()) {
        var nobody =
            folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        Files.setOwner(folder, nobody);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Removes a folder with all that is in it.
  static void remove(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @throws IllegalStateException with what it printed, if it fails
  static void run(Path folder, List<String> command) {
    var log = folder.resolve("command.log");
    try {
      var process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(command + " did not end");
      }
      if (process.exitValue() != 0) {
        throw new IllegalStateException(
            command + " failed with " + process.exitValue() + ":\n" + Files.readString(log));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(command + " was interrupted", e);
    }
  }
}
