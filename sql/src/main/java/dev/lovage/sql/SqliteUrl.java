// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.nio.file.Path;

/// `sqlite:PATH[?durability=power|process]`.
///
/// @param powerSafe whether a commit is on the disk before it is answered; otherwise it survives
///   the death of the process, and a power cut may take the last moments
record SqliteUrl(Path file, boolean powerSafe) {

  static final String SCHEME = "sqlite:";

  static SqliteUrl parse(String url) {
    var rest = url.substring(SCHEME.length());
    int query = rest.indexOf('?');
    var path = query < 0 ? rest : rest.substring(0, query);
    if (path.isBlank() || path.startsWith(":")) {
      throw invalid(url, "needs a file, for example sqlite:lovage.db");
    }
    boolean powerSafe = true;
    if (query >= 0) {
      for (var option : rest.substring(query + 1).split("&", -1)) {
        powerSafe =
            switch (option) {
              case "durability=power" -> true;
              case "durability=process" -> false;
              default ->
                  throw invalid(
                      url,
                      "has the unknown option '" + option + "'; known: durability=power|process");
            };
      }
    }
    return new SqliteUrl(Path.of(path), powerSafe);
  }

  /// The file of the actions that belong to this store: `lovage-actions.db` beside `lovage.db`.
  SqliteUrl ofActions() {
    var name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    var own =
        dot <= 0 ? name + "-actions" : name.substring(0, dot) + "-actions" + name.substring(dot);
    return new SqliteUrl(file.resolveSibling(own), powerSafe);
  }

  String description() {
    return file.toAbsolutePath().normalize()
        + (powerSafe
            ? ", power-safe: what was answered survives a power cut"
            : ", process-safe: a power cut may lose the last moments");
  }

  private static LovageException invalid(String url, String what) {
    return new LovageException(ErrorCode.INVALID, "store: " + url + " " + what);
  }
}
