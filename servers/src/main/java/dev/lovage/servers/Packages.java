// SPDX-License-Identifier: Apache-2.0
package dev.lovage.servers;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Debian's packages, where this is a Debian and we are root.
final class Packages {

  private Packages() {}

  static Stream<Path> path() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(Path::of);
  }

  /// Where a program of the path is.
  static Optional<Path> program(String name) {
    return path().map(folder -> folder.resolve(name)).filter(Files::isExecutable).findFirst();
  }

  /// Tries to install a package; whether its programs are there then is for the caller to see.
  static void install(String name) {
    boolean possible =
        Command.isRoot()
            && path().anyMatch(folder -> Files.isExecutable(folder.resolve("apt-get")));
    if (!possible) {
      return;
    }
    var folder = Command.folder("lovage-install");
    var install =
        List.of(
            "env",
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "install",
            "-y",
            "--no-install-recommends",
            name);
    try {
      Command.run(folder, install);
    } catch (IllegalStateException stale) {
      try {
        Command.run(folder, List.of("apt-get", "update"));
        Command.run(folder, install);
      } catch (IllegalStateException e) {
        throw new MissingServerException("package " + name + " can't be installed: " + e);
      }
    }
  }
}
