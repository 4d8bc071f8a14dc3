// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.http.Problem.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// The lines of a body as they come, each up to a limit. Empty ones are passed over.
final class BodyLines implements Iterator<String> {

  private final InputStream in;
  private final int limit;
  private final byte[] buffer = new byte[1 << 14];
  private int from;
  private int to;
  private @Nullable String next;
  private boolean over;

  /// @param limit of a line, in bytes
  BodyLines(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  @Override
  public boolean hasNext() {
    while (next == null && !over) {
      var line = line();
      next = line.isBlank() ? null : line;
    }
    return next != null;
  }

  @Override
  public String next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    var line = next;
    next = null;
    return line;
  }

  private String line() {
    var line = new ByteArrayOutputStream();
    while (true) {
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      line.write(buffer, from, end - from);
      if (line.size() > limit) {
        throw tooLong();
      }
      if (end < to) {
        from = end + 1;
        return Bodies.text(line.toByteArray());
      }
      if (!fill()) {
        over = true;
        return Bodies.text(line.toByteArray());
      }
    }
  }

  private boolean fill() {
    try {
      from = 0;
      to = Math.max(0, in.read(buffer));
      return to > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProblemException tooLong() {
    return Problem.of(Kind.TOO_LARGE, "body: has a line of more than %,d bytes".formatted(limit))
        .field("body")
        .remedy("Store the data elsewhere and submit its name.")
        .exception();
  }
}
