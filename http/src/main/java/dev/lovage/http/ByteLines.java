// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import dev.lovage.http.Problem.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// The lines of a body as bytes in the buffer that they were read into, each up to a limit. Empty
/// ones are passed over.
final class ByteLines {

  private static final int START = 1 << 16;

  private final InputStream in;
  private final int limit;
  private byte[] buffer = new byte[START];
  private int from;
  private int to;
  private int end;
  private boolean over;

  /// @param limit of a line, in bytes
  ByteLines(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  /// Goes to the next line; false if there is none.
  boolean next() {
    while (find()) {
      if (!isBlank()) {
        return true;
      }
    }
    return false;
  }

  byte[] buffer() {
    return buffer;
  }

  int from() {
    return from;
  }

  int length() {
    return to - from;
  }

  /// The line behind the last one stands from `from` to `to`.
  private boolean find() {
    from = Math.min(to + 1, end);
    int at = from;
    while (true) {
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      if (at < end || (over && at > from)) {
        to = at;
        return true;
      }
      if (over) {
        return false;
      }
      if (at - from > limit) {
        throw tooLong();
      }
      int read = at - from;
      fill();
      at = from + read;
    }
  }

  private boolean isBlank() {
    for (int i = from; i < to; i++) {
      if (buffer[i] != ' ' && buffer[i] != '\r' && buffer[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  private void fill() {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, end - from);
      end -= from;
      from = 0;
    }
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    try {
      int read = in.read(buffer, end, buffer.length - end);
      over = read <= 0;
      end += Math.max(0, read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProblemException tooLong() {
    return Problem.of(Kind.TOO_LARGE, "body: has a line of more than %,d bytes".formatted(limit))
        .field("body")
        .remedy("Store the data elsewhere and log its name.")
        .exception();
  }
}
