// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.util.List;
import java.util.Optional;

/// What a model was.
///
/// @param versions results and returns to older ones, newest first; at most ten
/// @param pinned whether new results are kept here and not served
public record ModelHistory(List<ModelVersion> versions, boolean pinned) {

  public ModelHistory {
    versions = List.copyOf(versions);
  }

  /// Empty if it is not kept.
  public Optional<ModelVersion> version(long version) {
    return versions.stream().filter(v -> v.version() == version).findAny();
  }
}
