// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.time.Instant;

/// One version of a served value.
///
/// @param version of the task that computed it
/// @param step from 1 for what the task published while it ran; [#RESULT] for its result
/// @param json JSON text
public record ValueVersion(String name, long version, int step, String json, Instant publishedAt) {

  /// The last step.
  public static final int RESULT = Integer.MAX_VALUE;

  /// A result.
  public ValueVersion(String name, long version, String json, Instant publishedAt) {
    this(name, version, RESULT, json, publishedAt);
  }

  public boolean isNewerThan(ValueVersion other) {
    return version > other.version || (version == other.version && step > other.step);
  }
}
