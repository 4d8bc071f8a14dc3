// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.Progress;
import dev.lovage.TaskError;
import dev.lovage.TaskState;
import org.jspecify.annotations.Nullable;

/// What a protocol reads in a result's document.
///
/// @param state as far as documents say: `QUEUED` is said by none
/// @param result JSON text if the task has succeeded, else null
public record Document(
    TaskState state,
    @Nullable String result,
    @Nullable TaskError error,
    @Nullable Progress progress) {}
