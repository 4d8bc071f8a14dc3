// SPDX-License-Identifier: Apache-2.0
package dev.lovage.value;

import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.ValueVersion;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// One value of a family in memory, which may not be there. Versions are offered to it from the
/// moment it is made, while its first reader still looks into the store.
final class KeyedSlot<T> {

  final @Nullable Refresh refresh;
  private final CountDownLatch loaded = new CountDownLatch(1);
  private volatile boolean failed;
  private volatile @Nullable ValueVersion newest;
  private volatile @Nullable Decoded<T> decoded;

  private record Decoded<T>(ValueVersion from, @Nullable T value) {}

  KeyedSlot(@Nullable Refresh refresh) {
    this.refresh = refresh;
  }

  synchronized void offer(ValueVersion version) {
    var old = newest;
    if (old == null || version.isNewerThan(old)) {
      newest = version;
    }
  }

  void loaded(boolean well) {
    failed = !well;
    loaded.countDown();
  }

  /// Waits for the first reader to have looked.
  ///
  /// @return whether he could
  boolean awaitLoaded() throws InterruptedException {
    loaded.await();
    return !failed;
  }

  @Nullable ValueVersion newest() {
    return newest;
  }

  @Nullable T decode(ValueVersion version, Class<T> type) {
    var known = decoded;
    if (known == null || version.isNewerThan(known.from)) {
      known =
          new Decoded<>(version, JsonCodec.decode("value " + version.name(), version.json(), type));
      decoded = known;
    }
    return known.value;
  }
}
