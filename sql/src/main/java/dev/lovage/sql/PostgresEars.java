// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears what other processes have committed: by notifications on one connection of its own, which
/// is opened again when it breaks, and by a look once a second; without notifications by looks
/// alone.
final class PostgresEars implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PostgresEars.class);
  private static final int LISTEN_MILLIS = 1_000;
  private static final int POLL_MILLIS = 50;
  private static final long CLOCK_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final PostgresUrl url;
  private final Reads reads;
  private final Listeners listeners;
  private final PostgresNews news;
  private final Runnable askTime;
  private final Runnable readyAgain;
  private final CountDownLatch closing = new CountDownLatch(1);
  private @Nullable Thread thread;
  private @Nullable Connection connection;
  private long lastChange;
  private long askedAt = System.nanoTime();
  private boolean deaf;

  /// @param askTime to be run now and then
  /// @param readyAgain to be run when another process has made old tasks ready
  PostgresEars(
      PostgresUrl url,
      Reads reads,
      Listeners listeners,
      PostgresNews news,
      Runnable askTime,
      Runnable readyAgain) {
    this.url = url;
    this.reads = reads;
    this.listeners = listeners;
    this.news = news;
    this.askTime = askTime;
    this.readyAgain = readyAgain;
  }

  /// Begins to listen; what was committed before is not told.
  void open() throws SQLException {
    lastChange = reads.read(session -> session.query("value_last_change").number());
    if (url.notifications()) {
      connection = listen();
    } else {
      log.info(
          "store: notifications are off; this process looks for others' work every {} ms",
          POLL_MILLIS);
    }
    thread = Thread.ofPlatform().daemon().name("lovage-listen").start(this::work);
  }

  private Connection listen() throws SQLException {
    var properties = url.properties();
    properties.setProperty("socketTimeout", "0");
    var opened = DriverManager.getConnection(url.jdbc(), properties);
    try (var statement = opened.createStatement()) {
      statement.execute("LISTEN " + news.channel());
    } catch (SQLException e) {
      opened.close();
      throw e;
    }
    return opened;
  }

  private void work() {
    while (!isClosing()) {
      try {
        tell(hear());
        if (System.nanoTime() - askedAt > CLOCK_NANOS) {
          askTime.run();
          askedAt = System.nanoTime();
        }
        recovered();
      } catch (SQLException | RuntimeException e) {
        failed(e);
      }
    }
  }

  /// @return the kinds of what has happened; all after a while without news
  private int hear() throws SQLException {
    var open = connection;
    if (!url.notifications()) {
      await(POLL_MILLIS);
      return PostgresNews.ALL;
    }
    if (open == null) {
      connection = listen();
      return PostgresNews.ALL;
    }
    var heard = open.unwrap(PGConnection.class).getNotifications(LISTEN_MILLIS);
    if (heard == null || heard.length == 0) {
      // A server that hangs sends nothing either: only an answer shows that it is there.
      try (var statement = open.createStatement()) {
        statement.setQueryTimeout(2);
        statement.execute("SELECT 1");
      }
      return PostgresNews.ALL;
    }
    int kinds = 0;
    for (var notification : heard) {
      kinds |= news.kindsOf(notification.getParameter());
    }
    return kinds;
  }

  private void tell(int kinds) {
    if ((kinds & PostgresNews.AGAIN) != 0) {
      readyAgain.run();
    }
    if ((kinds & PostgresNews.VALUES) != 0) {
      reads
          .read(session ->
              session
                  .query("value_changes", lastChange)
                  .list(row -> {
                    lastChange = row.getLong(6);
                    return Publishing.version(row);
                  }))
          .forEach(listeners::published);
    }
    if ((kinds & PostgresNews.CANCELLING) != 0
        && reads.read(session -> session.query("is_cancelling").isTrue())) {
      listeners.cancelling();
    }
    if ((kinds & PostgresNews.TASKS) != 0) {
      listeners.changed();
    }
  }

  private void recovered() {
    if (deaf) {
      deaf = false;
      log.info("store: hears from other processes again");
      // What was told meanwhile was not heard.
      tell(PostgresNews.ALL);
    }
  }

  private void failed(Exception e) {
    if (!deaf && !isClosing()) {
      log.warn("store: does not hear from other processes, trying on: {}", e.getMessage());
      deaf = true;
    }
    hangUp();
    await(POLL_MILLIS * 5);
  }

  private void hangUp() {
    var open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        log.debug("a broken connection did not close", e);
      }
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void await(long millis) {
    try {
      var _ = closing.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // Only close() ends this thread.
    }
  }

  @Override
  public void close() {
    closing.countDown();
    hangUp();
    var listening = thread;
    if (listening != null) {
      try {
        listening.join(TimeUnit.SECONDS.toMillis(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
