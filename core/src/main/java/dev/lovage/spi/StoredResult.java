// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What to keep of a task.
///
/// @param id the task's, as its sender named it
/// @param document JSON text in the form of the protocol
/// @param success whether it is a result that nothing may replace
/// @param ttl how long it is kept; null for ever
public record StoredResult(String id, String document, boolean success, @Nullable Duration ttl) {}
