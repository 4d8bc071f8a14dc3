// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One of several tasks whose results are wanted together, at its end.
///
/// @param index its place among them, or null for any
/// @param document JSON text in the form of the protocol
/// @param ttl how long the group is remembered
public record GroupPart(
    String group, String id, @Nullable Integer index, String document, Duration ttl) {}
