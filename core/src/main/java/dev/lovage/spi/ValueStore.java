// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.util.Optional;
import java.util.function.Consumer;

/// Served values. A value's version is the version of the task that computed it, so it was issued
/// when the computation was asked for, and it never goes backwards.
public interface ValueStore {

  /// The newest version, or empty if nothing was published yet.
  Optional<ValueVersion> get(String name);

  /// Publishes a value unless a version as high or higher is there.
  ///
  /// @param json JSON text
  /// @return whether it was written
  boolean publish(String name, long version, String json);

  /// Calls the listener with each new version of any value, from this or any other process, within
  /// 50 ms of its commit. Versions that follow one another faster may be left out, but the newest
  /// always comes, and none comes after a higher one. Called on the engine's thread: return at
  /// once.
  AutoCloseable watch(Consumer<ValueVersion> listener);
}
