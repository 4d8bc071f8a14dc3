// SPDX-License-Identifier: Apache-2.0
package dev.lovage.worker;

import dev.lovage.spi.Settlement;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// An attempt that was given up while its handler still ran.
///
/// @param settlement empty if its lease was lost
record Abandoned(Optional<Settlement> settlement) {

  private static final int FRAMES = 40;

  /// Stands for the handler that did not come back; its stack is the handler's.
  static final class StillRunning extends Exception {
    private static final long serialVersionUID = 1L;

    StillRunning(String at) {
      super("its handler was asked to stop and went on; it was at\n" + at, null, false, false);
    }
  }

  static String stackOf(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .limit(FRAMES)
        .map(frame -> "  at " + frame)
        .collect(Collectors.joining("\n"));
  }
}
