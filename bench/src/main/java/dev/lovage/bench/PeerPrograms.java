// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The peers' libraries and drivers, fetched and built when one of them is asked for.
final class PeerPrograms {

  private static final int FETCH_SECONDS = 600;
  private static final String PACKAGES = "package.json";

  /// What pg-boss takes by its defaults.
  private static final Sizes.Phase ONE_EVERY_TWO_SECONDS = new Sizes.Phase(2, 10);

  private final Installation installation;
  private final Workspace workspace;
  private final PrintStream log;
  private final Path jvm;
  private final Path node;

  PeerPrograms(Installation installation, Workspace workspace, PrintStream log) {
    this.installation = installation;
    this.workspace = workspace;
    this.log = log;
    this.jvm = installation.scratch().resolve("peers/jvm");
    this.node = installation.scratch().resolve("peers/node");
  }

  /// @throws MissingProgramException if it can't be had
  void require(DatabasePeer peer) throws IOException, InterruptedException {
    if (peer.jvm) {
      requireJvm();
    } else {
      requireNode();
    }
  }

  private void requireJvm() throws IOException, InterruptedException {
    var sources = installation.peer("jvm");
    var classes = Files.createDirectories(jvm.resolve("classes"));
    if (!Files.isDirectory(jvm.resolve("lib"))) {
      log.println("fetching the peers' libraries from Maven Central");
      run(
          List.of(
              "mvn",
              "-q",
              "-B",
              "-f",
              sources.resolve("pom.xml").toString(),
              "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies",
              "-DoutputDirectory=" + jvm.resolve("lib")),
          jvm);
    }
    run(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
            "-nowarn",
            "-d",
            classes.toString(),
            "-cp",
            jvm.resolve("lib") + "/*",
            sources.resolve("Peer.java").toString(),
            sources.resolve("JobRunrPeer.java").toString(),
            sources.resolve("DbSchedulerPeer.java").toString()),
        jvm);
  }

  private void requireNode() throws IOException, InterruptedException {
    Files.createDirectories(node);
    boolean fetched = Files.isDirectory(node.resolve("node_modules")) && isSame(PACKAGES);
    for (var file : List.of(PACKAGES, "peer.mjs", "bullmq.mjs")) {
      Files.copy(
          installation.peer("node").resolve(file),
          node.resolve(file),
          StandardCopyOption.REPLACE_EXISTING);
    }
    if (!fetched) {
      log.println("fetching the peers' packages from npm");
      run(List.of("npm", "install", "--no-audit", "--no-fund"), node);
    }
  }

  private boolean isSame(String file) throws IOException {
    return Files.mismatch(installation.peer("node").resolve(file), node.resolve(file)) == -1;
  }

  private void run(List<String> command, Path folder) throws IOException, InterruptedException {
    var child = workspace.children().start("fetch", command, Map.of(), folder);
    boolean ended = child.process().waitFor(FETCH_SECONDS, TimeUnit.SECONDS);
    workspace.children().stop(child);
    if (!ended || child.process().exitValue() != 0) {
      throw new MissingProgramException(
          "the peer can't be had: " + String.join(" ", command) + " failed:\n" + child.output());
    }
  }

  Path folder(DatabasePeer peer) {
    return peer.jvm ? jvm : node;
  }

  List<String> command(DatabasePeer peer) {
    return peer.jvm
        ? List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            jvm.resolve("classes") + File.pathSeparator + jvm.resolve("lib") + "/*",
            peer.driver())
        : List.of("node", node.resolve("peer.mjs").toString(), peer.slug);
  }

  /// So many that it takes seconds and not minutes.
  Sizes.Phase drain(DatabasePeer peer, boolean best, Sizes sizes) {
    if (peer == DatabasePeer.PG_BOSS && !best) {
      return ONE_EVERY_TWO_SECONDS;
    }
    boolean fast = peer == DatabasePeer.GRAPHILE || peer == DatabasePeer.BULLMQ;
    return fast && best ? sizes.drainTasks() : sizes.peerDrainTasks();
  }
}
