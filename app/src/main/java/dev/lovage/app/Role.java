// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.app.cli.Usage;
import java.util.Locale;
import java.util.stream.Stream;

/// What one process of an app does.
enum Role {
  RUN(true, true),
  SERVE(true, false),
  WORKER(false, true);

  private final boolean serves;
  private final boolean works;

  Role(boolean serves, boolean works) {
    this.serves = serves;
    this.works = works;
  }

  /// Whether it answers HTTP.
  boolean serves() {
    return serves;
  }

  /// Whether it runs tasks.
  boolean works() {
    return works;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads the command, with a hint where it is almost one.
  static Role of(String word) {
    var words = Stream.of(values()).map(Role::word).toList();
    return Stream.of(values())
        .filter(role -> role.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            new LovageException(
                ErrorCode.INVALID,
                "unknown command "
                    + word
                    + Usage.near(word, words)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse(".")
                    + " The commands are "
                    + String.join(", ", words)));
  }
}
