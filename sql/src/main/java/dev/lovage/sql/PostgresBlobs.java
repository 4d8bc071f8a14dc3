// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.spi.BlobRef;
import dev.lovage.spi.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Blobs in rows of a mebibyte each. Every row is a transaction of its own, so that a blob that
/// takes a minute holds neither a connection nor old rows for that long; the last one, which waits
/// for the disk, makes the blob whole.
final class PostgresBlobs implements BlobStore, Shelf {

  private final PostgresPool pool;

  PostgresBlobs(PostgresPool pool) {
    this.pool = pool;
  }

  @Override
  public void put(BlobRef ref, Content content) throws IOException {
    var name = ref.toString();
    pool.quickly(tx -> tx.query("begin_blob", name, Columns.bytes(ref.owner()), tx.now()).update());
    try {
      var chunks =
          new ChunkOutput(
              (n, bytes) -> pool.quickly(tx -> tx.query("add_chunk", name, n, bytes).update()));
      content.writeTo(chunks);
      chunks.close();
      if (pool.durably(tx -> tx.query("end_blob", chunks.size(), name).update()) == 0) {
        throw new LovageException(
            ErrorCode.UNAVAILABLE, "store: the blob " + name + " was removed while it was written");
      }
    } catch (IOException | RuntimeException | Error e) {
      removeAfter(ref, e);
      throw e;
    }
  }

  private void removeAfter(BlobRef ref, Throwable failure) {
    try {
      remove(ref);
    } catch (RuntimeException e) {
      // Upkeep finds it.
      failure.addSuppressed(e);
    }
  }

  @Override
  public Optional<InputStream> open(BlobRef ref) {
    var name = ref.toString();
    return pool.read(session -> session.query("blob_size", name).first(row -> row.getLong(1)))
        .map(size ->
            new ChunkInput(
                size,
                n ->
                    pool.read(
                        session -> session.query("chunk", name, n).first(row -> row.getBytes(1)))));
  }

  @Override
  public void remove(BlobRef ref) {
    pool.quickly(tx -> tx.query("remove_blob", ref.toString()).update());
  }

  @Override
  public List<BlobRef> olderThan(Instant instant) {
    return pool
        .read(session ->
            session.query("blobs_until", Columns.micros(instant)).list(row -> row.getString(1)))
        .stream()
        .flatMap(name -> BlobRef.parse(name).stream())
        .toList();
  }
}
