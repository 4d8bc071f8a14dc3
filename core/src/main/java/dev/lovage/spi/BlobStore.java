// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/// Large contents beside the ledger, written once and read in a stream. Neither side needs memory
/// for the whole.
///
/// [TaskStore#prune] removes the blobs that no version of a model names: those that are older than
/// [#SPARED] and whose owner has ended, whole or not. So a crash leaves nothing for good.
public interface BlobStore {

  /// The most bytes of a blob.
  long LARGEST = 512L << 20;

  /// How long a blob is kept that nothing names: in this time another task may publish it.
  Duration SPARED = Duration.ofHours(1);

  /// Writes a content.
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /// Stores a content, which is asked for once. When this returns, the blob is whole and as durable
  /// as a result; until then nobody can open it. If it throws, there is no such blob.
  ///
  /// @param ref of a blob that was never there
  /// @throws IOException what the content itself has thrown
  /// @throws dev.lovage.LovageException `UNAVAILABLE` if there is no room or the store can't be
  ///   reached, also thrown by the stream that the content writes to
  void put(BlobRef ref, Content content) throws IOException;

  /// Reads a blob from its beginning; to be closed. Whoever reads one that is removed meanwhile is
  /// told so by an `IOException`, or reads it to its end.
  ///
  /// @return empty if there is no such blob
  Optional<InputStream> open(BlobRef ref);

  /// Removes a blob, if it is there.
  void remove(BlobRef ref);
}
