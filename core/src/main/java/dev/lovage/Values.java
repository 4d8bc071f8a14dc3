// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.Sourced;
import dev.lovage.spi.ValueHistory;
import dev.lovage.spi.ValueStore;
import dev.lovage.spi.ValueVersion;
import dev.lovage.value.ServedValues;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/// The values of the store by name, as JSON, whether this process serves them or not. Of
/// [Lovage#values()]; safe for use from any thread.
public final class Values {

  private final ValueStore store;
  private final ServedValues served;

  Values(ValueStore store, ServedValues served) {
    this.store = store;
    this.served = served;
  }

  /// The newest version of a value.
  public Optional<ValueVersion> get(String name) {
    return served.find(name).map(ServedValue::json).or(() -> store.get(name));
  }

  /// The newest version of a value of a family that is served here, or what stands in for it.
  public Optional<Sourced> ofFamily(String name) {
    return served.fromFamily(name);
  }

  /// Waits for a version of a value.
  ///
  /// @return the newest version when the wait is over, wanted or not; empty if there is none
  /// @throws LovageException `FULL` if 5,000 threads of this process wait for values already
  public Optional<ValueVersion> await(String name, Predicate<ValueVersion> wanted, Duration timeout)
      throws InterruptedException {
    return served.await(name, wanted, timeout);
  }

  /// The last results of a value. Any of them can be served again by [#rollback] or [#pin].
  public ValueHistory history(String name) {
    return store.history(name);
  }

  /// Serves an older version again, as a new one, until a later result comes.
  ///
  /// @return the new version, or empty if the old one is not kept
  public Optional<ValueVersion> rollback(String name, long version) {
    return seen(store.rollback(name, version));
  }

  /// Serves one version until [#unpin], whatever is computed meanwhile.
  ///
  /// @return the version that is served now, or empty if the version is not kept
  public Optional<ValueVersion> pin(String name, long version) {
    return seen(store.pin(name, version));
  }

  /// Lets results be served again, at once the newest that came meanwhile.
  ///
  /// @return the version that is served now, or empty if there is none
  public Optional<ValueVersion> unpin(String name) {
    return seen(store.unpin(name));
  }

  /// Who has changed a value here reads the change at once, also if the engine's own call is on its
  /// way.
  private Optional<ValueVersion> seen(Optional<ValueVersion> version) {
    version.ifPresent(served::offer);
    return version;
  }
}
