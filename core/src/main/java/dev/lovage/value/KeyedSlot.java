// SPDX-License-Identifier: Apache-2.0
package dev.lovage.value;

import dev.lovage.LovageException;
import dev.lovage.ServedFamily.Answer;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.ValueVersion;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One value of a family in memory, which may not be there. Versions are offered to it from the
/// moment it is made, while its first reader still looks into the store.
final class KeyedSlot<T> {

  private static final Logger log = LoggerFactory.getLogger(KeyedSlot.class);

  final @Nullable Refresh refresh;
  private final CountDownLatch loaded = new CountDownLatch(1);
  private volatile boolean failed;
  private volatile @Nullable ValueVersion newest;
  private volatile @Nullable Decoded<T> decoded;

  /// @param tried the newest version that was looked at; the answer is older if that is unreadable
  private record Decoded<T>(ValueVersion tried, @Nullable Answer<T> answer) {}

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

  /// How much text it holds.
  int size() {
    var held = newest;
    return held == null ? 0 : held.json().length();
  }

  /// The newest version that can be read, or null if there is none.
  @Nullable Answer<T> answer(Class<T> type) {
    var latest = newest;
    var known = decoded;
    if (latest == null) {
      return null;
    }
    return known != null && !latest.isNewerThan(known.tried) ? known.answer : decode(type);
  }

  private synchronized @Nullable Answer<T> decode(Class<T> type) {
    var latest = newest;
    var known = decoded;
    if (latest != null && (known == null || latest.isNewerThan(known.tried))) {
      known = new Decoded<>(latest, decode(latest, type, known == null ? null : known.answer));
      decoded = known;
    }
    return known == null ? null : known.answer;
  }

  private static <T> @Nullable Answer<T> decode(
      ValueVersion version, Class<T> type, @Nullable Answer<T> before) {
    try {
      var value = JsonCodec.decode("value " + version.name(), version.json(), type);
      return new Answer<>(value, version.version(), version.publishedAt(), version.name());
    } catch (LovageException e) {
      // A newer program may publish another shape: what can be read still serves.
      log.warn(
          "value {} version {} can't be read here, {} serves: {}",
          version.name(),
          version.version(),
          before == null ? "what stands in for it" : "version " + before.version(),
          e.getMessage());
      return before;
    }
  }
}
