// SPDX-License-Identifier: Apache-2.0
package dev.lovage.tck;

import dev.lovage.spi.Engine;
import dev.lovage.testkit.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// One fresh, empty store for one test.
public interface EngineHarness extends AutoCloseable {

  /// The engine under test; the same one at each call.
  Engine engine();

  /// The clock by which the engine judges, which stands still but for [#advance].
  InstantSource clock();

  /// Moves the engine's clock forward.
  void advance(Duration duration);

  /// Opens another handle on the same store, as another process would; it is closed with this
  /// harness. Empty if the engine's store can't be shared; the tests that need it are then skipped.
  Optional<Engine> another();

  /// Closes what was opened and removes the store.
  @Override
  void close();

  /// A harness for an engine that keeps its store in a folder and takes its clock from outside.
  static EngineHarness inFolder(Opener opener) {
    return new FolderHarness(opener, new ManualTime());
  }

  /// Opens the store in a folder; called again for another handle on the same store.
  @FunctionalInterface
  interface Opener {
    Engine open(Path folder, InstantSource clock);
  }
}
