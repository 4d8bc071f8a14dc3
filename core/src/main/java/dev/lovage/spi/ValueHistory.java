// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.util.List;

/// What a value was.
///
/// @param versions results and returns to older ones, newest first; at most [#KEPT]
/// @param pinned whether new results are kept here and not served
public record ValueHistory(List<ValueVersion> versions, boolean pinned) {

  /// How many versions of a value are kept.
  public static final int KEPT = 10;

  public ValueHistory {
    versions = List.copyOf(versions);
  }
}
