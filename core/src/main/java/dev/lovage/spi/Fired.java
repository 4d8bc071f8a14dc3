// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.util.List;

/// What became of a tick.
///
/// @param won false if the ticker is gone, paused or further than the tick supposed: then nothing
///   of the tick was done
/// @param tasks a receipt for each of its tasks, in order
public record Fired(boolean won, List<Enqueued> tasks) {

  public Fired {
    tasks = List.copyOf(tasks);
  }

  /// Somebody else was first.
  public static Fired lost() {
    return new Fired(false, List.of());
  }
}
