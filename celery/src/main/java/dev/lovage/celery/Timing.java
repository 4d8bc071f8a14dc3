// SPDX-License-Identifier: Apache-2.0
package dev.lovage.celery;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// When a task may run, how long and for the how-manyth time.
///
/// @param eta not before
/// @param expires not started after
/// @param hardLimit the attempt is stopped after this
/// @param softLimit the attempt is told after this that it should stop
/// @param retries attempts already made
public record Timing(
    @Nullable Instant eta,
    @Nullable Instant expires,
    @Nullable Duration hardLimit,
    @Nullable Duration softLimit,
    int retries) {

  public static final Timing NONE = new Timing(null, null, null, null, 0);

  public boolean isExpired(Instant now) {
    return expires != null && now.isAfter(expires);
  }
}
