// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Ends connections whose request comes too slowly. Helidon sets no time limit on the reading of
/// headers and bodies, so a caller who sends a byte now and then could hold a connection for ever;
/// one that sends nothing between two requests is Helidon's own affair.
///
/// An interrupt closes the channel on which the connection's thread waits.
final class Watchdog implements Http1ConnectionListener, AutoCloseable {

  private final ConcurrentHashMap<Thread, Watch> watches = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor timer;
  private final long patience;

  private Watchdog(ScheduledThreadPoolExecutor timer, long patience) {
    this.timer = timer;
    this.patience = patience;
  }

  /// Looks after requests from now on.
  ///
  /// @param patience how long headers or a body may take
  static Watchdog start(Duration patience) {
    var timer =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().daemon().name("lovage-http-watchdog").unstarted(task));
    var watchdog = new Watchdog(timer, patience.toNanos());
    long period = Math.max(1, patience.toMillis() / 4);
    var _ = timer.scheduleWithFixedDelay(watchdog::look, period, period, TimeUnit.MILLISECONDS);
    return watchdog;
  }

  /// One thing that must not take long, from the first look at it until it is closed.
  final class Watch implements AutoCloseable {
    private final Thread thread = Thread.currentThread();
    private final long start = System.nanoTime();
    private boolean over;
    private boolean barked;

    @Override
    public void close() {
      synchronized (this) {
        over = true;
        if (barked) {
          // It came in time after all: what the thread does next shall not be interrupted.
          Thread.interrupted();
        }
      }
      watches.remove(thread, this);
    }

    private synchronized boolean isLate() {
      return !over && System.nanoTime() - start > patience;
    }

    private synchronized void interrupt() {
      // Under the lock, so that the thread is not interrupted in whatever it does afterwards.
      if (!over) {
        barked = true;
        thread.interrupt();
      }
    }
  }

  /// Watches what the calling thread does next.
  Watch watch() {
    var watch = new Watch();
    watches.put(watch.thread, watch);
    return watch;
  }

  @Override
  public void prologue(ConnectionContext context, HttpPrologue prologue) {
    watch();
  }

  @Override
  public void headers(ConnectionContext context, Headers headers) {
    var watch = watches.get(Thread.currentThread());
    if (watch != null) {
      watch.close();
    }
  }

  private void look() {
    for (var watch : watches.values()) {
      if (watch.isLate()) {
        watch.interrupt();
        watches.remove(watch.thread, watch);
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
