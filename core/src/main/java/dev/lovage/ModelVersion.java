// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.ValueStore;
import dev.lovage.spi.ValueVersion;
import java.time.Instant;
import java.util.Optional;

/// One version of a model, as the store knows it.
///
/// @param version of the task that made it, or issued by a return to an older one
public record ModelVersion(String name, long version, Instant publishedAt, Manifest manifest) {

  /// Empty if the value is no manifest.
  static Optional<ModelVersion> of(ValueVersion value) {
    return Manifest.read(value.json())
        .map(manifest ->
            new ModelVersion(
                value.name().substring(ValueStore.MODELS.length()),
                value.version(),
                value.publishedAt(),
                manifest));
  }
}
