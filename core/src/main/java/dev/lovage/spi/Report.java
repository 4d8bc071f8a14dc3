// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.LogLine;
import dev.lovage.Progress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an attempt has said since its last report.
///
/// @param progress the newest, or null if there is nothing new
/// @param checkpoint JSON text that the task's next attempt shall have, or null
/// @param interim JSON text to serve until there is a better value or the result, or null
public record Report(
    @Nullable Progress progress,
    List<LogLine> log,
    @Nullable String checkpoint,
    @Nullable String interim) {

  private static final Report EMPTY = new Report(null, List.of());

  public Report(@Nullable Progress progress, List<LogLine> log) {
    this(progress, log, null, null);
  }

  public static Report empty() {
    return EMPTY;
  }

  public boolean isEmpty() {
    return progress == null && log.isEmpty() && checkpoint == null && interim == null;
  }

  /// What is still of use when the task has ended.
  public Report last() {
    return checkpoint == null && interim == null ? this : new Report(progress, log);
  }
}
