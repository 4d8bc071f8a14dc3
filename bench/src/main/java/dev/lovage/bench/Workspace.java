// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;

/// The temporary folder of a bench, with a folder for each run; and what the runs have started.
/// Closed also when the bench is interrupted: nothing stays behind.
final class Workspace implements AutoCloseable {

  private final Path root;
  private final Children children;
  private final AtomicInteger runs = new AtomicInteger();

  private Workspace(Path root, Children children) {
    this.root = root;
    this.children = children;
  }

  /// @param parent where the stores shall lie, because the disk is measured too
  static Workspace in(Path parent) throws IOException {
    Files.createDirectories(parent);
    var workspace =
        new Workspace(Files.createTempDirectory(parent, "lovage-bench-"), new Children());
    Runtime.getRuntime().addShutdownHook(new Thread(workspace::close, "bench-clean-up"));
    return workspace;
  }

  Path root() {
    return root;
  }

  Children children() {
    return children;
  }

  Run newRun() throws IOException {
    return new Run(Files.createDirectory(root.resolve("run-" + runs.incrementAndGet())), children);
  }

  @Override
  public void close() {
    children.stopAll();
    delete(root);
  }

  record Run(Path folder, Children children) implements AutoCloseable {
    @Override
    public void close() {
      children.stopAll();
      delete(folder);
    }
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (var paths = Files.walk(folder)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException | UncheckedIOException e) {
      // A process that was stopped this moment has removed a file of its own: it is gone either
      // way.
    } catch (IOException e) {
      throw new UncheckedIOException("could not remove " + folder + "; remove it by hand", e);
    }
  }
}
