// SPDX-License-Identifier: Apache-2.0
package dev.lovage.value;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.Manifest;
import dev.lovage.Model;
import dev.lovage.ModelReader;
import dev.lovage.spi.BlobRef;
import dev.lovage.spi.Engine;
import dev.lovage.spi.ValueVersion;
import java.io.BufferedInputStream;
import java.io.IOException;

/// Reads versions of one model from the store.
record ModelLoading<T>(Engine engine, String name, ModelReader<T> reader) {

  private static final int BUFFER = 64 << 10;

  /// @param last what is in memory; a return to the same content takes it from there
  /// @throws LovageException if there is no such content or it is damaged
  /// @throws IOException what the reader throws, or the store
  Loaded<T> load(ValueVersion version, Loaded<T> last) throws IOException {
    var manifest =
        Manifest.read(version.json())
            .orElseThrow(() ->
                new LovageException(
                    ErrorCode.BROKEN,
                    "what was published is no manifest; publish what save returns"));
    var model =
        manifest.blob().equals(last.snapshot().manifest().blob())
            ? last.snapshot().model()
            : read(manifest);
    return new Loaded<>(
        version, new Model.Snapshot<>(model, version.version(), version.publishedAt(), manifest));
  }

  private T read(Manifest manifest) throws IOException {
    var blob =
        BlobRef.parse(manifest.blob())
            .flatMap(ref -> engine.blobs().open(ref))
            .orElseThrow(() ->
                new LovageException(ErrorCode.BROKEN, "its content is gone: " + manifest.blob()));
    try (var in = new CheckedInput(blob)) {
      T model = reader.read(new BufferedInputStream(in, BUFFER));
      in.check(manifest);
      return model;
    }
  }
}
