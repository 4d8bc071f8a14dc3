// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app;

import dev.lovage.WorkerOptions;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/// The value of `--queue`.
///
/// @param limit null for as many as the worker runs
record QueueLimit(String name, @Nullable Integer limit) {

  private static final Pattern FORM = Pattern.compile("([^=]+)(?:=(\\d{1,6}))?");

  static QueueLimit parse(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is not NAME or NAME=LIMIT; write for example reports or reports=2");
    }
    var limit = match.group(2);
    return new QueueLimit(match.group(1), limit == null ? null : Integer.valueOf(limit));
  }

  void addTo(WorkerOptions options) {
    if (limit == null) {
      options.queue(name);
    } else {
      options.queue(name, limit);
    }
  }
}
