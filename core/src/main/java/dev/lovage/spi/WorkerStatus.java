// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.time.Instant;

/// A worker as the store sees it.
///
/// @param running the leases that it holds
/// @param alive whether it was seen within its lease
public record WorkerStatus(
    WorkerInfo info, Instant startedAt, Instant seenAt, int running, boolean alive) {}
