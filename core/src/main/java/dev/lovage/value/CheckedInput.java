// SPDX-License-Identifier: Apache-2.0
package dev.lovage.value;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.Manifest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/// Reads a content and compares it with what was written.
final class CheckedInput extends FilterInputStream {

  private static final int BUFFER = 64 << 10;

  private final MessageDigest hash = Hashes.sha256();
  private long size;

  CheckedInput(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int count = in.read(bytes, from, length);
    if (count > 0) {
      hash.update(bytes, from, count);
      size += count;
    }
    return count;
  }

  /// By reading: what is passed over counts too.
  @Override
  public long skip(long count) throws IOException {
    return readNBytes((int) Math.min(count, BUFFER)).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /// Reads the rest.
  ///
  /// @throws LovageException `BROKEN` if this is not what was written
  void check(Manifest manifest) throws IOException {
    var rest = new byte[BUFFER];
    while (read(rest, 0, rest.length) >= 0) {
      // Only counted.
    }
    if (size != manifest.size()) {
      throw new LovageException(
          ErrorCode.BROKEN,
          "its content is damaged: it has %,d bytes, and %,d were written"
              .formatted(size, manifest.size()));
    }
    if (!HexFormat.of().formatHex(hash.digest()).equals(manifest.sha256())) {
      throw new LovageException(
          ErrorCode.BROKEN, "its content is damaged: the hash of what was written is another");
    }
  }
}
