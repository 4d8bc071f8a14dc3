// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The programs of Debian's that a bench needs, found or installed.
final class Programs {

  private static final String MODULES = "import celery, flask, gunicorn, redis";
  private static final List<String> PEER_PACKAGES =
      List.of("python3-celery", "python3-flask", "python3-redis", "gunicorn", "redis-server");

  private static final int INSTALL_SECONDS = 600;
  private static final int CHECK_SECONDS = 30;

  private final Workspace workspace;
  private final PrintStream log;

  Programs(Workspace workspace, PrintStream log) {
    this.workspace = workspace;
    this.log = log;
  }

  /// @throws MissingProgramException if there is no wrk and it can't be installed
  void requireWrk() throws IOException, InterruptedException {
    if (!onPath("wrk")) {
      install(List.of("wrk"));
    }
  }

  /// Returns the Python that has the peer's libraries: not always the first on the path.
  ///
  /// @throws MissingProgramException if a package of the peer's is missing and can't be installed
  Path requirePeer() throws IOException, InterruptedException {
    var python = peerPython();
    if (python == null || !onPath("redis-server") || !onPath("redis-cli")) {
      install(PEER_PACKAGES);
      python = peerPython();
    }
    if (python == null) {
      throw new MissingProgramException(
          "the peer's packages are installed, but no python3 on the PATH or in /usr/bin can "
              + MODULES);
    }
    return python;
  }

  private @org.jspecify.annotations.Nullable Path peerPython()
      throws IOException, InterruptedException {
    for (var python :
        Stream.concat(found("python3"), Stream.of(Path.of("/usr/bin/python3"))).toList()) {
      if (Files.isExecutable(python)
          && run(List.of(python.toString(), "-c", MODULES), CHECK_SECONDS)) {
        return python;
      }
    }
    return null;
  }

  private void install(List<String> packages) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("apt-get", "install", "-y", "--no-install-recommends"));
    command.addAll(packages);
    var advice = "install them, for example: sudo " + String.join(" ", command);
    if (!onPath("apt-get") || !"root".equals(System.getProperty("user.name"))) {
      throw new MissingProgramException(
          "needs Debian's packages %s; %s".formatted(String.join(", ", packages), advice));
    }
    log.println("installing Debian's packages " + String.join(", ", packages));
    if (!run(command, INSTALL_SECONDS)
        && !(run(List.of("apt-get", "update"), INSTALL_SECONDS) && run(command, INSTALL_SECONDS))) {
      throw new MissingProgramException("could not install what is missing; " + advice);
    }
  }

  private boolean run(List<String> command, int seconds) throws IOException, InterruptedException {
    var quiet = Map.of("DEBIAN_FRONTEND", "noninteractive");
    var child = workspace.children().start("check", command, quiet, workspace.root());
    boolean ended = child.process().waitFor(seconds, java.util.concurrent.TimeUnit.SECONDS);
    workspace.children().stop(child);
    return ended && child.process().exitValue() == 0;
  }

  private static boolean onPath(String program) {
    return found(program).findAny().isPresent();
  }

  private static Stream<Path> found(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable);
  }
}
