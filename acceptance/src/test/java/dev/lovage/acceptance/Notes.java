// SPDX-License-Identifier: Apache-2.0
package dev.lovage.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// What `programs/Noting.java` noted in the folder in which it ran.
record Notes(Path folder) {

  static final String PROGRAM =
      Repo.root().resolve("acceptance/src/test/programs/Noting.java").toString();

  long count(String line) {
    try {
      var file = folder.resolve("notes.txt");
      return Files.exists(file)
          ? Files.readAllLines(file).stream().filter(line::equals).count()
          : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void await(Duration limit, String line, int times) {
    Poll.untilTrue(limit, times + " times '" + line + "'", () -> count(line) >= times);
  }
}
