// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.ActionLog;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log behind the streams, opened when it is first used. While it is open, what is too old is
/// forgotten once a minute.
final class LazyLog {

  private static final Logger LOG = LoggerFactory.getLogger(LazyLog.class);
  private static final long PRUNE_SECONDS = 60;
  // So that appends come through in between.
  private static final int PRUNE_LIMIT = 5_000;

  private final Map<String, Duration> kept = new ConcurrentSkipListMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private Supplier<ActionLog> opener;
  private volatile @Nullable ActionLog opened;

  LazyLog(Supplier<ActionLog> opener) {
    this.opener = opener;
  }

  synchronized void at(Supplier<ActionLog> other) {
    if (opened != null) {
      throw Checks.invalid("actions", "are in use already; say where they are before that");
    }
    opener = other;
  }

  void keep(String stream, Duration keep) {
    kept.put(stream, keep);
  }

  Optional<ActionLog> orEmpty() {
    return Optional.ofNullable(opened);
  }

  ActionLog get() {
    var log = opened;
    return log == null ? open() : log;
  }

  private synchronized ActionLog open() {
    var log = opened;
    if (log != null) {
      return log;
    }
    if (closing.getCount() == 0) {
      throw new LovageException(ErrorCode.UNAVAILABLE, "actions: the log is closed");
    }
    var fresh = opener.get();
    opened = fresh;
    Thread.ofVirtual().name("lovage-actions").start(() -> pruneOn(fresh));
    return fresh;
  }

  private void pruneOn(ActionLog log) {
    try {
      do {
        kept.forEach((stream, keep) -> prune(log, stream, keep));
      } while (!closing.await(PRUNE_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void prune(ActionLog log, String stream, Duration keep) {
    try {
      while (closing.getCount() > 0 && log.prune(stream, keep, PRUNE_LIMIT) > 0) {
        // Until nothing is left.
      }
    } catch (RuntimeException e) {
      LOG.warn("old actions of {} could not be forgotten yet: {}", stream, e.getMessage());
    }
  }

  synchronized void close() {
    closing.countDown();
    var log = opened;
    if (log != null) {
      log.close();
    }
  }
}
