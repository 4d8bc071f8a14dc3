// SPDX-License-Identifier: Apache-2.0
package dev.lovage.value;

import dev.lovage.LovageException;
import dev.lovage.Manifest;
import dev.lovage.Model;
import dev.lovage.ModelWriter;
import dev.lovage.ServedValue;
import dev.lovage.spi.ValueVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One model in memory. A new version is loaded by a thread of its own, which lives as long as
/// there is something to load; readers have the old one until the new one is whole.
final class LoadedModel<T> implements Model<T>, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LoadedModel.class);
  private static final long FIRST_WAIT = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(30);

  private final String name;
  private final ServedValue<Manifest> manifest;
  private final ModelSaving saving;
  private final ModelLoading<T> loading;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile Loaded<T> loaded;
  private volatile @Nullable String trouble;
  private ValueVersion newest;
  private ValueVersion tried;
  private @Nullable Thread loader;
  private boolean closed;

  LoadedModel(
      String name,
      ServedValue<Manifest> manifest,
      ModelSaving saving,
      ModelLoading<T> loading,
      Loaded<T> initial) {
    this.name = name;
    this.manifest = manifest;
    this.saving = saving;
    this.loading = loading;
    this.loaded = initial;
    this.newest = initial.from();
    this.tried = initial.from();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public T current() {
    return loaded.snapshot().model();
  }

  @Override
  public Snapshot<T> snapshot() {
    return loaded.snapshot();
  }

  @Override
  public ServedValue<Manifest> manifest() {
    return manifest;
  }

  @Override
  public Manifest save(ModelWriter writer, Map<String, Double> metrics, Map<String, ?> parameters)
      throws IOException {
    return saving.save(writer, metrics, parameters);
  }

  @Override
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  void offer(ValueVersion version) {
    lock.lock();
    try {
      if (closed || !version.isNewerThan(newest)) {
        return;
      }
      newest = version;
      changed.signalAll();
      if (loader == null) {
        loader = Thread.ofPlatform().daemon().name("lovage-model-" + name).start(this::loadAll);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits until the newest version was loaded, or could not be.
  ///
  /// @return whether it was within this time
  boolean awaitTried(Duration timeout) throws InterruptedException {
    long left = timeout.toNanos();
    lock.lock();
    try {
      while (!closed && newest.isNewerThan(tried)) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void loadAll() {
    long wait = 0;
    for (var next = next(wait); next != null; next = next(wait)) {
      try {
        long start = System.nanoTime();
        loaded = loading.load(next, loaded);
        trouble = null;
        wait = 0;
        log.info(
            "model {}: version {} is served, {} bytes in {} ms",
            name,
            next.version(),
            loaded.snapshot().manifest().size(),
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
      } catch (Throwable e) { // A user's code reads it; whatever it throws, the old one serves.
        if (isClosed()) {
          return;
        }
        wait = isPassing(e) ? Math.clamp(wait * 2, FIRST_WAIT, LONGEST_WAIT) : Long.MAX_VALUE;
        report(next, e);
      }
      tried(next);
    }
  }

  private static boolean isPassing(Throwable e) {
    return e instanceof LovageException known && known.isTransient();
  }

  private void report(ValueVersion version, Throwable e) {
    var sentence =
        "model %s: version %d can't be loaded, version %d still serves: %s"
            .formatted(
                name,
                version.version(),
                loaded.snapshot().version(),
                e instanceof LovageException known ? known.getMessage() : e.toString());
    if (!sentence.equals(trouble)) {
      log.warn("{}", sentence);
    }
    trouble = sentence;
  }

  /// Waits for something to load: a version newer than the last that was tried, or the same one
  /// again when this time is over.
  ///
  /// @param wait 0 if the last one was loaded, [Long#MAX_VALUE] if it never can be
  /// @return null if there is nothing, and the thread ends
  private @Nullable ValueVersion next(long wait) {
    boolean again = wait > 0 && wait < Long.MAX_VALUE;
    lock.lock();
    try {
      long left = again ? wait : 0;
      while (!closed && !newest.isNewerThan(tried) && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (!closed && (again || newest.isNewerThan(tried))) {
        return newest;
      }
      loader = null;
      return null;
    } catch (InterruptedException e) {
      loader = null;
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void tried(ValueVersion version) {
    lock.lock();
    try {
      tried = version;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      if (loader != null) {
        loader.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }
}
