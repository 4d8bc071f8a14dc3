// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.LogLine;
import dev.lovage.Progress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an attempt has said since its last report.
///
/// @param progress the newest, or null if there is nothing new
public record Report(@Nullable Progress progress, List<LogLine> log) {

  private static final Report EMPTY = new Report(null, List.of());

  public static Report empty() {
    return EMPTY;
  }

  public boolean isEmpty() {
    return progress == null && log.isEmpty();
  }
}
