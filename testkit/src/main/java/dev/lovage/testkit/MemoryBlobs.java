// SPDX-License-Identifier: Apache-2.0
package dev.lovage.testkit;

import dev.lovage.Manifest;
import dev.lovage.spi.BlobRef;
import dev.lovage.spi.BlobStore;
import dev.lovage.spi.ValueStore;
import dev.lovage.spi.ValueVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Blobs in memory.
record MemoryBlobs(MemoryStore store, MemorySignals signals) implements BlobStore {

  /// @param bytes not changed
  @SuppressWarnings("ArrayRecordComponent") // A carrier: nobody compares blobs.
  record Blob(byte[] bytes, Instant storedAt) {}

  @Override
  public void put(BlobRef ref, Content content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    content.writeTo(bytes);
    store.write(
        signals,
        changes -> {
          store.blobs.put(ref, new Blob(bytes.toByteArray(), changes.now));
          return ref;
        });
  }

  @Override
  public Optional<InputStream> open(BlobRef ref) {
    return store
        .read(now -> Optional.ofNullable(store.blobs.get(ref)))
        .map(blob -> new ByteArrayInputStream(blob.bytes));
  }

  @Override
  public void remove(BlobRef ref) {
    store.write(signals, changes -> store.blobs.keySet().remove(ref));
  }

  /// Removes what nothing names, in a transaction.
  static void prune(MemoryStore store, Instant now) {
    var named = named(store);
    store
        .blobs
        .entrySet()
        .removeIf(blob ->
            !blob.getValue().storedAt.plus(SPARED).isAfter(now)
                && hasEnded(store, blob.getKey())
                && !named.contains(blob.getKey().toString()));
  }

  private static boolean hasEnded(MemoryStore store, BlobRef ref) {
    var row = store.rows.get(ref.owner());
    return row == null || row.state().isFinal();
  }

  private static Set<String> named(MemoryStore store) {
    return Stream.concat(
            store.values.values().stream(),
            store.history.values().stream().flatMap(versions -> versions.values().stream()))
        .filter(version -> version.name().startsWith(ValueStore.MODELS))
        .map(ValueVersion::json)
        .flatMap(json -> Manifest.read(json).stream())
        .map(Manifest::blob)
        .collect(Collectors.toSet());
  }
}
