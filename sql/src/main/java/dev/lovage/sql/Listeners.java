// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lovage.TaskId;
import dev.lovage.spi.SignalListener;
import dev.lovage.spi.Signals;
import dev.lovage.spi.ValueVersion;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Those who want to hear of commits.
final class Listeners implements Signals {

  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  private static final int MOST_TOLD = 100_000;

  private final CopyOnWriteArrayList<SignalListener> signals = new CopyOnWriteArrayList<>();
  private final CopyOnWriteArrayList<Consumer<ValueVersion>> watches = new CopyOnWriteArrayList<>();

  /// What was told last of a value. Transactions commit in the order of their versions, but their
  /// threads, and the one that looks for those of other processes, get here in any order, a moment
  /// apart.
  private final Cache<String, Told> told =
      Caffeine.newBuilder().maximumSize(MOST_TOLD).expireAfterWrite(Duration.ofMinutes(1)).build();

  private record Told(long version, int step) {

    boolean isOlderThan(ValueVersion value) {
      return value.version() > version || (value.version() == version && value.step() > step);
    }
  }

  @Override
  public AutoCloseable listen(SignalListener listener) {
    signals.add(listener);
    return () -> signals.remove(listener);
  }

  AutoCloseable watch(Consumer<ValueVersion> watch) {
    watches.add(watch);
    return () -> watches.remove(watch);
  }

  void ready() {
    each(signals, SignalListener::ready);
  }

  void cancelling() {
    each(signals, SignalListener::cancelling);
  }

  void changed() {
    each(signals, SignalListener::changed);
  }

  void ended(List<TaskId> ids) {
    each(signals, listener -> listener.ended(ids));
  }

  void published(ValueVersion value) {
    told.asMap()
        .compute(
            value.name(),
            (name, last) -> {
              if (last != null && !last.isOlderThan(value)) {
                return last;
              }
              each(watches, watch -> watch.accept(value));
              return new Told(value.version(), value.step());
            });
  }

  private static <T> void each(List<T> listeners, Consumer<T> call) {
    for (var listener : listeners) {
      try {
        call.accept(listener);
      } catch (RuntimeException | Error e) {
        // The commit stands whatever a listener does, and the next listener must hear of it.
        log.error("a listener failed", e);
      }
    }
  }
}
