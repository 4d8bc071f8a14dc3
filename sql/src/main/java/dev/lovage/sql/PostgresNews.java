// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells other processes of this one's commits. PostgreSQL hands notifications out under one lock
/// of the whole database at commit, so they do not go with the transactions: what has happened is
/// told after the commit, in one word for all that came within a few milliseconds. Who dies in
/// between has told nobody; that is what the others' polls are for.
final class PostgresNews implements AutoCloseable {

  /// Tasks became ready, or ended.
  static final int TASKS = 1;

  /// Values were published.
  static final int VALUES = 2;

  /// The cancellation of a running task was requested.
  static final int CANCELLING = 4;

  /// Tasks became ready again, which may be older than others that were leased.
  static final int AGAIN = 8;

  static final int ALL = TASKS | VALUES | CANCELLING | AGAIN;

  private static final Logger log = LoggerFactory.getLogger(PostgresNews.class);
  private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

  private final Reads reads;
  private final String channel;
  private final String sender;
  private final AtomicInteger pending = new AtomicInteger();
  private final ScheduledThreadPoolExecutor thread;
  private long sentAt = System.nanoTime();

  /// @param sender by which this process knows its own news
  PostgresNews(Reads reads, String channel, String sender) {
    this.reads = reads;
    this.channel = channel;
    this.sender = sender;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().daemon().name("lovage-notify").factory(),
            new java.util.concurrent.ThreadPoolExecutor.DiscardPolicy());
  }

  /// What a transaction that is not of any process of ours says at its commit.
  static String fromOutside() {
    return "- " + ALL;
  }

  String channel() {
    return channel;
  }

  void tell(Tx tx) {
    tell(
        (tx.isReady() || tx.hasEnded() ? TASKS : 0)
            | (tx.hasPublished() ? VALUES : 0)
            | (tx.isCancelling() ? CANCELLING : 0)
            | (tx.isReadyAgain() ? AGAIN : 0));
  }

  private void tell(int kinds) {
    if (kinds != 0 && pending.getAndAccumulate(kinds, (a, b) -> a | b) == 0) {
      long wait = Math.max(0, LEAST_NANOS - (System.nanoTime() - sentAt));
      var _ = thread.schedule(this::send, wait, TimeUnit.NANOSECONDS);
    }
  }

  private void send() {
    sentAt = System.nanoTime();
    int kinds = pending.getAndSet(0);
    try {
      reads.read(
          session -> session.query("notify", channel, sender + " " + kinds).first(row -> true));
    } catch (RuntimeException e) {
      log.debug("could not notify other processes, which will find out by polling", e);
    }
  }

  /// Reads what another process has sent.
  ///
  /// @return the kinds, or 0 for this process's own news
  int kindsOf(String payload) {
    List<String> words = new ArrayList<>(List.of(payload.split(" ", -1)));
    if (words.size() != 2 || words.getFirst().equals(sender)) {
      return 0;
    }
    try {
      return Integer.parseInt(words.getLast());
    } catch (NumberFormatException e) {
      // Somebody else's, or a newer version's: look at everything.
      return ALL;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
