// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// Bodies that the sender has compressed.
final class Compression {

  // A few bytes can expand to gigabytes.
  static final int MAX_BODY = 64 << 20;

  private Compression() {}

  sealed interface Result permits Expanded, Refused {}

  /// @param bytes not to be changed
  @SuppressWarnings("ArrayRecordComponent") // lives for one call
  record Expanded(byte[] bytes) implements Result {}

  record Refused(String reason) implements Result {}

  static Result expand(@Nullable String kind, byte[] body) {
    if (kind == null || kind.isEmpty()) {
      return new Expanded(body);
    }
    return switch (kind) {
      // What Celery calls gzip is a zlib stream; other peers may mean what they say.
      case "application/x-gzip", "gzip", "zlib" -> inflate(body);
      default ->
          new Refused(
              "headers.compression: is "
                  + kind
                  + ", which is not read here; let the sender use gzip or none");
    };
  }

  private static Result inflate(byte[] body) {
    var isGzip = body.length > 1 && body[0] == 0x1f && body[1] == (byte) 0x8b;
    try (InputStream in =
        isGzip
            ? new GZIPInputStream(new ByteArrayInputStream(body))
            : new InflaterInputStream(new ByteArrayInputStream(body))) {
      var expanded = in.readNBytes(MAX_BODY + 1);
      return expanded.length > MAX_BODY
          ? new Refused("body: is longer than " + MAX_BODY + " bytes when expanded")
          : new Expanded(expanded);
    } catch (IOException e) {
      return new Refused("body: can't be expanded: " + e.getMessage());
    }
  }
}
