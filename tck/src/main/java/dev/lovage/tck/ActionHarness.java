// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import dev.lovage.spi.ActionLog;
import dev.lovage.testkit.ManualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BiFunction;

/// One fresh, empty action log for one test.
public interface ActionHarness extends AutoCloseable {

  /// The log under test; the same one at each call.
  ActionLog log();

  /// The clock by which the log judges.
  InstantSource clock();

  /// Moves the log's clock forward.
  void advance(Duration duration);

  /// Lets pass what a read by cursor waits for, so that it sees all that was appended.
  void settle();

  /// A stream that nobody has used.
  default String stream() {
    return "views";
  }

  /// How many random sequences are tried, where nobody says.
  default int sequences() {
    return 4;
  }

  /// Whether an append says of each action if it was there already. An engine that writes the same
  /// place again does not look.
  default boolean knowsRepeats() {
    return true;
  }

  /// Opens another handle on the same log, as another process would; it is closed with this
  /// harness.
  ActionLog another();

  /// Closes what was opened and removes the log.
  @Override
  void close();

  /// For a log that takes its clock from outside and shows at once what was appended.
  ///
  /// @param opener opens the log in a folder; called again for another handle
  static ActionHarness inFolder(BiFunction<Path, InstantSource, ActionLog> opener) {
    try {
      return new FolderActions(
          opener, new ManualTime(), Files.createTempDirectory("lovage-actions"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
