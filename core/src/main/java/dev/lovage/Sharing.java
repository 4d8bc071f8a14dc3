// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.JsonCodec;
import dev.lovage.value.ValueTemplate;
import org.jspecify.annotations.Nullable;

/// How a task type's work is shared out among keys.
///
/// @param key makes the key of an argument, or null
record Sharing(@Nullable ValueTemplate key, int concurrency, @Nullable Rate rate) {

  boolean isNone() {
    return key == null && concurrency == 0 && rate == null;
  }

  /// The share of one task, or null if it has none.
  ///
  /// @param own the key that the submit names, or null
  @Nullable Share of(String type, String argument, @Nullable String own) {
    if (own != null) {
      return new Share(own, concurrency, rate);
    }
    if (key != null) {
      return new Share(key.name(JsonCodec.tree("argument", argument)), concurrency, rate);
    }
    return concurrency > 0 || rate != null ? new Share(type, concurrency, rate) : null;
  }
}
