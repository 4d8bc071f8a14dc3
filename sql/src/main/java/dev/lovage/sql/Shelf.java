// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.spi.BlobRef;
import java.time.Instant;
import java.util.List;

/// Where blobs lie, for who looks which of them may go.
interface Shelf {

  /// The blobs that were stored, or begun, at this instant or before; whole or not.
  List<BlobRef> olderThan(Instant instant);

  void remove(BlobRef ref);
}
