// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.TaskState;
import org.jspecify.annotations.Nullable;

/// Which tasks to list; null means any.
///
/// @param before only tasks with a lower version; null to start from the newest
/// @param limit from 1; the caller keeps it sane
public record TaskFilter(
    @Nullable TaskState state,
    @Nullable String type,
    @Nullable String queue,
    @Nullable Long before,
    int limit) {}
