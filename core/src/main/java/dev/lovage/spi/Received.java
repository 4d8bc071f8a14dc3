// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a receiver got.
///
/// @param at the broker's time
/// @param next how long until the next message of these queues comes due; null if none is known of
public record Received(List<Delivery> deliveries, Instant at, @Nullable Duration next) {}
