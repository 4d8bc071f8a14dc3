// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Served values. A value's version is the version of the task that computed it, so it was issued
/// when the computation was asked for, and it never goes backwards.
public interface ValueStore {

  /// What the names of models begin with, whose values are [dev.lovage.Manifest]s.
  String MODELS = "models/";

  /// The newest version, or empty if nothing was published yet.
  Optional<ValueVersion> get(String name);

  /// Publishes a value unless a version as high or higher is there.
  ///
  /// @param json JSON text
  /// @return whether it is served now
  boolean publish(String name, long version, String json);

  /// The last results of a value, with their content.
  ValueHistory history(String name);

  /// Serves an older version again, as a new one: its number is issued now, so that results of
  /// computations asked for before do not take its place, and later ones do.
  ///
  /// @return the new version, or empty if the old one is not kept
  Optional<ValueVersion> rollback(String name, long version);

  /// Serves one version until [#unpin], whatever is published meanwhile: that goes to the history
  /// alone. A version that is not the one served is rolled back to first.
  ///
  /// @return the version that is served now, or empty if the version is not kept
  Optional<ValueVersion> pin(String name, long version);

  /// Lets results be served again, at once the newest that came meanwhile.
  ///
  /// @return the version that is served now, or empty if there is none
  Optional<ValueVersion> unpin(String name);

  /// The newest versions of all models, by name; of more than a thousand the first.
  List<ValueVersion> models();

  /// Calls the listener with each new version of any value, from this or any other process, within
  /// 50 ms of its commit. Versions that follow one another faster may be left out, but the newest
  /// always comes, and none comes after a higher one. Called on the engine's thread: return at
  /// once.
  AutoCloseable watch(Consumer<ValueVersion> listener);
}
