// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.IntFunction;

/// Reads one chunk after another.
final class ChunkInput extends InputStream {

  private final IntFunction<Optional<byte[]>> source;
  private byte[] chunk = new byte[0];
  private int at;
  private int chunks;
  private long left;

  /// @param source gives the chunk of a number, counted from 0
  ChunkInput(long size, IntFunction<Optional<byte[]>> source) {
    this.left = size;
    this.source = source;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (at == chunk.length) {
      if (left <= 0) {
        return -1;
      }
      chunk =
          source
              .apply(chunks++)
              .orElseThrow(() -> new FileNotFoundException("was removed while it was read"));
      at = 0;
      left -= chunk.length;
    }
    int part = Math.min(length, chunk.length - at);
    System.arraycopy(chunk, at, bytes, from, part);
    at += part;
    return part;
  }
}
