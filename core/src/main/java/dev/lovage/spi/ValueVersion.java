// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.time.Instant;

/// One version of a served value.
///
/// @param json JSON text
public record ValueVersion(String name, long version, String json, Instant publishedAt) {}
