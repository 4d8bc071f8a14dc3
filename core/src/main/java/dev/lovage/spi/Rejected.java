// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.time.Instant;

/// A message that was rejected and is kept.
///
/// @param message the whole of it as text
public record Rejected(String queue, Instant at, String reason, String message) {}
