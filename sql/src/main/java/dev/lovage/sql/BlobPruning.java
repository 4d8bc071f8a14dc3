// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.Manifest;
import dev.lovage.TaskState;
import dev.lovage.spi.BlobRef;
import dev.lovage.spi.BlobStore;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Removes the blobs that no version names. The order of the looks matters: a blob that was there
/// before its owner was seen to have ended, and is not named after that, will never be.
record BlobPruning(Reads reads, Shelf shelf, InstantSource clock) {

  void prune() {
    var old = shelf.olderThan(clock.instant().minus(BlobStore.SPARED));
    if (!old.isEmpty()) {
      reads.read(session -> over(session, old)).forEach(shelf::remove);
    }
  }

  private static List<BlobRef> over(Session session, List<BlobRef> old) throws SQLException {
    var ownerless = new ArrayList<BlobRef>();
    for (var ref : old) {
      var state =
          session.query("target", Columns.bytes(ref.owner())).first(row -> row.getString(2));
      if (state.isEmpty() || TaskState.valueOf(state.get()).isFinal()) {
        ownerless.add(ref);
      }
    }
    var named = named(session);
    ownerless.removeIf(ref -> named.contains(ref.toString()));
    return ownerless;
  }

  /// The names in all manifests that there are.
  static Set<String> named(Session session) throws SQLException {
    var named = new HashSet<String>();
    for (var json : session.query("manifests").list(row -> row.getString(1))) {
      Manifest.read(json).ifPresent(manifest -> named.add(manifest.blob()));
    }
    return named;
  }
}
