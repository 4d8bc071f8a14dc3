// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.Task;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a store knows of an id.
public sealed interface TaskLookup {

  /// The task is there.
  ///
  /// @param argument JSON text
  /// @param result JSON text; null unless the task has succeeded
  record Found(Task task, String argument, @Nullable String result) implements TaskLookup {}

  /// The task ended and its time to live was over at `since`.
  record Forgotten(Instant since) implements TaskLookup {}

  /// No task of this id was accepted, or it was forgotten more than 30 days ago.
  record Unknown() implements TaskLookup {}
}
