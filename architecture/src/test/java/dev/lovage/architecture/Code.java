// SPDX-License-Identifier: Apache-2.0
package dev.lovage.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The code under the rules: the main classes of all modules, and every source file.
final class Code {

  /// What ships. The contracts (tck) are tests, and a benchmark reads clocks and waits by trade.
  static final String[] SHIPPED = {
    "dev.lovage",
    "dev.lovage.spi..",
    "dev.lovage.worker..",
    "dev.lovage.value..",
    "dev.lovage.celery..",
    "dev.lovage.sql..",
    "dev.lovage.schedule..",
    "dev.lovage.cassandra..",
    "dev.lovage.redis..",
    "dev.lovage.http..",
    "dev.lovage.app..",
    "dev.lovage.testkit.."
  };

  /// Read once: it takes seconds.
  static final JavaClasses MAIN = read();

  private static final Set<String> NOT_OURS = Set.of("target", ".git", "node_modules");

  private Code() {}

  private static JavaClasses read() {
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("dev.lovage");
  }

  static Path root() {
    return Path.of(System.getProperty("lovage.root")).toAbsolutePath().normalize();
  }

  /// Every Java file of the project, tests and scripts too.
  static List<Path> sources() {
    var found = new ArrayList<Path>();
    try {
      Files.walkFileTree(
          root(),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return NOT_OURS.contains(folder.getFileName().toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (file.toString().endsWith(".java")) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  static long lines(Path file) {
    try (var lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
