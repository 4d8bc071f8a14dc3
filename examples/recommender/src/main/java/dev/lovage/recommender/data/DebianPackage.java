// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Fetches a Debian package and unpacks it into a folder of its own; nothing is installed.
record DebianPackage(String name, Path folder) {

  private static final long MINUTES = 2;

  /// The unpacked package; fetched if it is not there.
  ///
  /// @throws IOException why it can't be had, in a sentence
  Path unpacked() throws IOException {
    var unpacked = folder.resolve(name);
    if (!Files.isDirectory(unpacked)) {
      Files.createDirectories(folder);
      var fresh = Files.createTempDirectory(folder, name);
      run(fresh, "apt-get", "download", name);
      var file = deb(fresh).orElseThrow(() -> new IOException("apt-get left no package"));
      run(fresh, "dpkg-deb", "-x", file.toString(), "unpacked");
      Files.move(fresh.resolve("unpacked"), unpacked, StandardCopyOption.ATOMIC_MOVE);
      remove(fresh);
    }
    return unpacked;
  }

  private static Optional<Path> deb(Path folder) throws IOException {
    try (var files = Files.newDirectoryStream(folder, "*.deb")) {
      for (var file : files) {
        return Optional.of(file.getFileName());
      }
    }
    return Optional.empty();
  }

  private static void run(Path folder, String... command) throws IOException {
    var log = folder.resolve("log.txt");
    var process =
        new ProcessBuilder(new ArrayList<>(List.of(command)))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException(command[0] + " did not end within " + MINUTES + " minutes");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException(command[0] + " was interrupted", e);
    }
    if (process.exitValue() != 0) {
      throw new IOException(command[0] + ": " + Files.readString(log).strip());
    }
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
