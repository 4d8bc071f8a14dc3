// SPDX-License-Identifier: Apache-2.0
package dev.lovage.value;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/// Counts what goes through, up to a limit, and takes its hash. Closing it does not close what is
/// behind.
final class CountedOutput extends OutputStream {

  private static final int BUFFER = 64 << 10;

  private final long most;
  private final MessageDigest hash = Hashes.sha256();
  private final OutputStream buffer;
  private long size;

  CountedOutput(OutputStream out, long most) {
    this.buffer = new BufferedOutputStream(out, BUFFER);
    this.most = most;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (size + length > most) {
      throw new LovageException(
          ErrorCode.TOO_LARGE,
          "model: its content has more than %,d bytes; store it elsewhere and publish its name"
              .formatted(most));
    }
    hash.update(bytes, from, length);
    buffer.write(bytes, from, length);
    size += length;
  }

  @Override
  public void flush() throws IOException {
    buffer.flush();
  }

  @Override
  public void close() throws IOException {
    flush();
  }

  long size() {
    return size;
  }

  /// Of everything; to be asked for once, at the end.
  String sha256() {
    return HexFormat.of().formatHex(hash.digest());
  }
}
