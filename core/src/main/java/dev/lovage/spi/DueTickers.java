// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What there is to do for those who run schedules and triggers.
///
/// @param now by the engine's clock
/// @param tickers those that are due or will be shortly, the earliest first
/// @param happenings the oldest first
/// @param next when the first of the others is due, or null
public record DueTickers(
    Instant now, List<Ticker> tickers, List<Happening> happenings, @Nullable Instant next) {

  public DueTickers {
    tickers = List.copyOf(tickers);
    happenings = List.copyOf(happenings);
  }
}
