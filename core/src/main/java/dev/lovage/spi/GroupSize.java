// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How many parts a group has.
///
/// @param form JSON text in the form of the protocol that says how the results fit together; null
///   if they are a list
/// @param ttl how long the group is remembered
public record GroupSize(String group, int parts, @Nullable String form, Duration ttl) {

  /// Whose results are a list.
  public GroupSize(String group, int parts, Duration ttl) {
    this(group, parts, null, ttl);
  }
}
