// SPDX-License-Identifier: Apache-2.0
package dev.lovage.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The pages of the project and the code in them.
final class Markdown {

  /// A fenced block.
  record Block(Path page, int line, String language, List<String> lines) {

    String text() {
      return String.join("\n", lines) + "\n";
    }

    @Override
    public String toString() {
      return Repo.root().relativize(page) + ":" + line;
    }
  }

  private Markdown() {}

  static List<Path> pages() {
    try (var docs = Files.walk(Repo.root().resolve("docs"));
        var root = Files.list(Repo.root())) {
      return Stream.concat(root, docs).filter(p -> p.toString().endsWith(".md")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Block> blocks(Path page, String language) {
    var blocks = new ArrayList<Block>();
    Block open = null;
    var lines = read(page);
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      if (!line.startsWith("```")) {
        if (open != null) {
          open.lines().add(line);
        }
      } else if (open == null) {
        open = new Block(page, i + 1, line.substring(3).strip(), new ArrayList<>());
      } else {
        blocks.add(open);
        open = null;
      }
    }
    return blocks.stream().filter(block -> block.language().equals(language)).toList();
  }

  static List<Block> blocks(String language) {
    return pages().stream().flatMap(page -> blocks(page, language).stream()).toList();
  }

  private static List<String> read(Path page) {
    try {
      return Files.readAllLines(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
