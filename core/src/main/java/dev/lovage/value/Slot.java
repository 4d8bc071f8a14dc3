// SPDX-License-Identifier: Apache-2.0
package dev.lovage.value;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.ServedValue;
import dev.lovage.TaskType;
import dev.lovage.Unique;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.ValueVersion;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One served value in memory. The newest JSON is taken in on the engine's thread; it is decoded by
/// the first reader, so a value that nobody reads costs nothing but its text.
final class Slot<T> implements ServedValue<T> {

  private static final Logger log = LoggerFactory.getLogger(Slot.class);

  private final Class<T> type;
  private final InstantSource clock;
  private volatile @Nullable Refresh refresh;
  private volatile ValueVersion newest;
  private volatile Snapshot<T> decoded;
  private volatile ValueVersion decodedFrom;
  private volatile @Nullable ValueVersion unreadable;

  Slot(ValueVersion initial, Class<T> type, InstantSource clock) {
    this.type = type;
    this.clock = clock;
    this.newest = initial;
    this.decoded = decode(initial);
    this.decodedFrom = initial;
  }

  synchronized void offer(ValueVersion version) {
    if (version.isNewerThan(newest)) {
      newest = version;
    }
  }

  @Override
  public String name() {
    return newest.name();
  }

  @Override
  public @Nullable T get() {
    return snapshot().value();
  }

  @Override
  public ValueVersion json() {
    var latest = newest;
    look(latest);
    return latest;
  }

  private void look(ValueVersion latest) {
    var refreshing = refresh;
    if (refreshing != null) {
      refreshing.look(latest.publishedAt());
    }
  }

  @Override
  public <A> ServedValue<T> refreshAfter(Duration age, TaskType<A, ?> recompute, A argument) {
    refresh =
        new Refresh(
            age,
            () ->
                recompute.submit(
                    argument, options -> options.unique(Unique.attach("refresh:" + name()))),
            clock);
    return this;
  }

  @Override
  public Snapshot<T> snapshot() {
    // Read in this order: `decoded` is written before `decodedFrom`.
    var latest = newest;
    look(latest);
    boolean current = !latest.isNewerThan(decodedFrom);
    var snapshot = decoded;
    return current || isUnreadable(latest) ? snapshot : refresh();
  }

  private synchronized Snapshot<T> refresh() {
    var latest = newest;
    if (latest.isNewerThan(decodedFrom) && !isUnreadable(latest)) {
      try {
        decoded = decode(latest);
        decodedFrom = latest;
      } catch (LovageException e) {
        // A newer program may publish another shape: the last value that can be read still serves.
        unreadable = latest;
        log.warn(
            "value {} version {} can't be read here, version {} still serves: {}",
            latest.name(),
            latest.version(),
            decoded.version(),
            e.getMessage());
      }
    }
    return decoded;
  }

  private boolean isUnreadable(ValueVersion version) {
    var known = unreadable;
    return known != null && !version.isNewerThan(known);
  }

  private Snapshot<T> decode(ValueVersion version) {
    return new Snapshot<>(
        JsonCodec.decode("value " + version.name(), version.json(), type),
        version.version(),
        version.publishedAt());
  }

  @SuppressWarnings("unchecked")
  <U> ServedValue<U> as(Class<U> wanted) {
    if (wanted != (Class<?>) type) {
      throw new LovageException(
          ErrorCode.INVALID,
          "value " + name() + ": is served as " + type.getName() + ", not as " + wanted.getName());
    }
    return (ServedValue<U>) this;
  }
}
