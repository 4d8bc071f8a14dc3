// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.spi.ActionBacklog;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The one thread of this process that writes to the log. What is called while a commit is under
/// way goes into the next one together. How many actions may wait is bounded: who comes then is
/// told to come again.
final class SqliteActionWriter implements AutoCloseable {

  /// How many actions may wait to be written.
  static final int MOST_WAITING = 200_000;

  private static final int MOST_IN_COMMIT = 50_000;
  private static final long LOCK_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long IDLE_SECONDS = 1;

  private final Session session;
  private final InstantSource clock;
  private final Failures failures;
  private final LinkedBlockingQueue<Call> calls = new LinkedBlockingQueue<>();
  private final ActionBacklog backlog = new ActionBacklog(MOST_WAITING);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final SqliteUrl url;
  private volatile boolean closing;

  /// What happens in a transaction; it may be run again if that fails.
  @FunctionalInterface
  interface Step {
    int run(SqliteActionTx tx) throws SQLException;
  }

  private record Call(int actions, Step step, CompletableFuture<Integer> answer) {}

  private SqliteActionWriter(Session session, SqliteUrl url, InstantSource clock) {
    this.session = session;
    this.url = url;
    this.clock = clock;
    this.failures = new Failures(url.file());
  }

  static SqliteActionWriter open(Session session, SqliteUrl url, InstantSource clock)
      throws SQLException {
    var writer = new SqliteActionWriter(session, url, clock);
    session.execute("PRAGMA synchronous = " + (url.powerSafe() ? "FULL" : "NORMAL"));
    Thread.ofPlatform().daemon().name("lovage-actions").start(writer::loop);
    return writer;
  }

  /// Runs a step and returns when it is on the disk.
  ///
  /// @param actions how many it brings
  int run(int actions, Step step) {
    return backlog.within(actions, () -> call(actions, step));
  }

  private int call(int actions, Step step) {
    var call = new Call(actions, step, new CompletableFuture<>());
    try {
      calls.add(call);
      if (closing && calls.remove(call)) {
        throw new LovageException(ErrorCode.UNAVAILABLE, "actions: " + url.file() + " is closed");
      }
      return call.answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof LovageException cause) {
        // A stack of this thread too, as the writer's own says nothing of the caller.
        throw new LovageException(cause.code(), String.valueOf(cause.getMessage()), cause);
      }
      throw e;
    }
  }

  private void loop() {
    var group = new ArrayList<Call>();
    try {
      while (!closing || !calls.isEmpty()) {
        gather(group);
        if (!group.isEmpty()) {
          commit(group);
          group.clear();
        }
      }
    } catch (InterruptedException e) {
      // close() ends this thread, nobody else.
    } finally {
      stopped.countDown();
    }
  }

  private void gather(List<Call> group) throws InterruptedException {
    var call = calls.poll(IDLE_SECONDS, TimeUnit.SECONDS);
    int actions = 0;
    while (call != null) {
      group.add(call);
      actions += call.actions;
      call = actions < MOST_IN_COMMIT ? calls.poll() : null;
    }
  }

  private void commit(List<Call> group) {
    var results = new ArrayList<Integer>(group.size());
    try {
      begin();
      var tx = new SqliteActionTx(session, Columns.micros(clock.instant()));
      for (var call : group) {
        results.add(call.step.run(tx));
      }
      session.query("commit").update();
    } catch (SQLException | RuntimeException | Error e) {
      rollback();
      var failure = translated(e);
      group.forEach(call -> call.answer.completeExceptionally(failure));
      return;
    }
    for (int i = 0; i < group.size(); i++) {
      group.get(i).answer.complete(results.get(i));
    }
  }

  private void begin() throws SQLException {
    long start = System.nanoTime();
    while (true) {
      try {
        session.query("begin").update();
        return;
      } catch (SQLException e) {
        if (!Failures.isBusy(e) || System.nanoTime() - start > LOCK_WAIT_NANOS) {
          throw e;
        }
        // Another process writes; random, so that two don't keep step.
        LockSupport.parkNanos(50_000 + ThreadLocalRandom.current().nextLong(200_000));
      }
    }
  }

  private void rollback() {
    try {
      session.query("rollback").update();
    } catch (SQLException e) {
      // Nothing was begun, or SQLite has rolled back by itself.
    }
  }

  private RuntimeException translated(Throwable e) {
    return switch (e) {
      case SQLException sql -> failures.of(sql);
      case VirtualMachineError error -> failures.of(error);
      case RuntimeException other -> other;
      default -> new IllegalStateException(e);
    };
  }

  @Override
  public void close() throws SQLException {
    closing = true;
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    session.close();
  }
}
