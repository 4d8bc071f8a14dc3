// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import java.io.OutputStream;
import java.util.Arrays;

/// Cuts what is written into chunks.
final class ChunkOutput extends OutputStream {

  static final int CHUNK = 1 << 20;

  private final Sink sink;
  private final byte[] chunk = new byte[CHUNK];
  private int filled;
  private int chunks;
  private long size;

  /// Takes one chunk after another, counted from 0.
  @FunctionalInterface
  interface Sink {
    void accept(int n, byte[] bytes);
  }

  ChunkOutput(Sink sink) {
    this.sink = sink;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    int done = 0;
    while (done < length) {
      int part = Math.min(length - done, CHUNK - filled);
      System.arraycopy(bytes, from + done, chunk, filled, part);
      filled += part;
      done += part;
      if (filled == CHUNK) {
        hand();
      }
    }
    size += length;
  }

  private void hand() {
    sink.accept(chunks++, Arrays.copyOf(chunk, filled));
    filled = 0;
  }

  long size() {
    return size;
  }

  /// Hands over the rest.
  @Override
  public void close() {
    if (filled > 0) {
      hand();
    }
  }
}
