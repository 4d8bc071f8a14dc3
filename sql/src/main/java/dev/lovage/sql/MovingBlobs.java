// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.spi.BlobRef;
import dev.lovage.spi.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Brings the contents of all versions of models into the target's transaction.
final class MovingBlobs {

  private final Session source;
  private final BlobStore files;
  private final Session target;
  private long count;
  private long bytes;

  MovingBlobs(Session source, BlobStore files, Session target) {
    this.source = source;
    this.files = files;
    this.target = target;
  }

  /// Brings them in, and says what there was.
  Move.Line all() throws SQLException {
    for (var name : BlobPruning.named(source)) {
      var ref = BlobRef.parse(name);
      if (ref.isPresent()) {
        try (var in = files.open(ref.get()).orElseThrow(() -> gone(name, null))) {
          copy(ref.get(), in);
        } catch (IOException e) {
          throw gone(name, e);
        }
      }
    }
    return new Move.Line("contents of models", count, bytes, bytes);
  }

  /// What is in the target now.
  static Move.Line there(Session target) throws SQLException {
    return target
        .query("move_blob_sums")
        .first(row ->
            new Move.Line("contents of models", row.getLong(1), row.getLong(2), row.getLong(3)))
        .orElseThrow();
  }

  private void copy(BlobRef ref, InputStream in) throws SQLException, IOException {
    var name = ref.toString();
    target.query("begin_blob", name, Columns.bytes(ref.owner()), 0L).update();
    long size = 0;
    int n = 0;
    for (var chunk = in.readNBytes(ChunkOutput.CHUNK);
        chunk.length > 0;
        chunk = in.readNBytes(ChunkOutput.CHUNK)) {
      target.query("add_chunk", name, n++, chunk).update();
      size += chunk.length;
    }
    target.query("end_blob", size, name).update();
    count++;
    bytes += size;
  }

  private static LovageException gone(String name, @Nullable IOException e) {
    return new LovageException(
        ErrorCode.BROKEN,
        "move: the content "
            + name
            + " of a model can't be read, nothing was moved; bring the folder FILE-blobs back that"
            + " lay beside the store's file"
            + (e == null ? "" : ": " + e),
        e);
  }
}
