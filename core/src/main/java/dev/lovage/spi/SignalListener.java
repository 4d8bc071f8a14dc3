// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import dev.lovage.TaskId;
import java.util.List;

/// Called on the engine's thread after a commit: return at once, and call no engine from here.
public interface SignalListener {

  /// Tasks of this process's making became ready. May come just before the commit; a lease that is
  /// asked for from then on sees them.
  default void ready() {}

  /// These tasks ended, settled or cancelled through this process.
  default void ended(List<TaskId> ids) {}

  /// The cancellation of a running task was requested, by this or another process.
  default void cancelling() {}

  /// Another process wrote: tasks may have become ready or have ended.
  default void changed() {}
}
