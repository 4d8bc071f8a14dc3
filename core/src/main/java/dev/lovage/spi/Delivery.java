// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.time.Instant;

/// A message that one receiver holds until [#until], unless it extends that.
///
/// @param receipt proves the holding; the broker's own words
/// @param redelivered somebody has held it before and may have done something about it
/// @param lost how often a holding of it has run out, as far as the broker counts
public record Delivery(
    String queue, Message message, String receipt, boolean redelivered, int lost, Instant until) {}
