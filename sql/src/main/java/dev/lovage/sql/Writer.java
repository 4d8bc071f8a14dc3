// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The one thread of this process that writes. Calls that come while a commit is under way gather
/// and go into the next one, so a hundred callers pay for one sync of the disk, not for a hundred.
final class Writer implements Writes, AutoCloseable {

  private static final long SPIN_NANOS = 50_000;
  private static final int MAX_GROUP = 256;
  private static final long LOCK_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Session session;
  private final SqliteUrl url;
  private final InstantSource clock;
  private final Listeners listeners;
  private final Failures failures;
  private final Dialect dialect = new SqliteDialect();
  private final Neighbours neighbours;
  private final LinkedBlockingQueue<Call<?>> calls = new LinkedBlockingQueue<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private long committedAt = System.nanoTime();
  private volatile boolean closing;
  private volatile boolean readying;
  private @Nullable Boolean synchronous;

  private record Call<T>(Action<Supplier<T>> action, boolean durable, CompletableFuture<T> answer) {

    /// Runs the action; the returned step hands over its result once the group has committed.
    Runnable run(Tx tx) throws SQLException {
      var result = action.run(tx);
      return () -> answer.complete(result.get());
    }
  }

  private Writer(Session session, SqliteUrl url, InstantSource clock, Listeners listeners)
      throws SQLException {
    this.session = session;
    this.url = url;
    this.clock = clock;
    this.listeners = listeners;
    this.failures = new Failures(url.file());
    this.neighbours = new Neighbours(session, listeners);
  }

  /// Starts the thread.
  static Writer open(Session session, SqliteUrl url, InstantSource clock, Listeners listeners)
      throws SQLException {
    var writer = new Writer(session, url, clock, listeners);
    Thread.ofPlatform().daemon().name("lovage-writer").start(writer::loop);
    return writer;
  }

  @Override
  public <T> T durably(Action<T> action) {
    return call(atOnce(action), true);
  }

  /// As [#durably], for an action that only asks for something which the transaction does for all
  /// callers together; its answer is there after the commit.
  <T> T durablyTogether(Action<Supplier<T>> action) {
    return call(action, true);
  }

  @Override
  public <T> T quickly(Action<T> action) {
    return call(atOnce(action), false);
  }

  private static <T> Action<Supplier<T>> atOnce(Action<T> action) {
    return tx -> {
      T result = action.run(tx);
      return () -> result;
    };
  }

  /// Whether tasks that become ready are being committed: readers don't see them yet, and an action
  /// that is called now will.
  boolean isReadying() {
    return readying;
  }

  private <T> T call(Action<Supplier<T>> action, boolean durable) {
    var call = new Call<>(action, durable, new CompletableFuture<>());
    if (closing) {
      throw closed();
    }
    calls.add(call);
    if (closing && calls.remove(call)) {
      throw closed();
    }
    try {
      return call.answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof LovageException cause) {
        // A stack of this thread too, as the writer's own says nothing of the caller.
        throw new LovageException(cause.code(), String.valueOf(cause.getMessage()), cause);
      }
      throw e;
    }
  }

  private LovageException closed() {
    return new LovageException(ErrorCode.UNAVAILABLE, "store: " + url.file() + " is closed");
  }

  private void loop() {
    try {
      work();
    } finally {
      stopped.countDown();
    }
  }

  private void work() {
    var group = new ArrayList<Call<?>>();
    while (!closing || !calls.isEmpty()) {
      try {
        var first = next();
        if (first != null) {
          group.add(first);
          calls.drainTo(group, MAX_GROUP - 1);
          commit(group, true);
          committedAt = System.nanoTime();
        }
        neighbours.look();
      } catch (InterruptedException e) {
        // close() ends this thread, nobody else.
      } catch (RuntimeException | Error e) {
        // Without this thread nothing would be written any more, and its callers wait for ever.
        group.forEach(call -> call.answer.completeExceptionally(translated(e)));
      } finally {
        group.clear();
      }
    }
  }

  /// What a commit sets off often comes within the time that it takes to wake a thread, so it is
  /// looked for a moment before this thread sleeps.
  private @Nullable Call<?> next() throws InterruptedException {
    do {
      var call = calls.poll();
      if (call != null) {
        return call;
      }
      Thread.onSpinWait();
    } while (System.nanoTime() - committedAt < SPIN_NANOS);
    return calls.poll(neighbours.pollMillis(), TimeUnit.MILLISECONDS);
  }

  /// @param open whether calls that come meanwhile may join
  private void commit(List<Call<?>> group, boolean open) {
    var answers = new ArrayList<Runnable>(group.size());
    Tx tx;
    try {
      boolean durable = group.stream().anyMatch(Call::durable);
      begin(durable);
      tx = new Tx(session, dialect, Columns.micros(clock.instant()));
      while (answers.size() < group.size()) {
        for (var call : group.subList(answers.size(), group.size())) {
          answers.add(call.run(tx));
        }
        tx.finish();
        if (open) {
          join(group, durable);
        }
      }
      readying = tx.isReady();
      tx.tellReady(listeners);
      session.query("commit").update();
    } catch (SQLException | RuntimeException | Error e) {
      rollback();
      if (group.size() == 1) {
        group.getFirst().answer.completeExceptionally(translated(e));
      } else {
        // One of them failed; each alone shows which, and the others are not harmed.
        group.forEach(call -> commit(List.of(call), false));
      }
      return;
    } finally {
      readying = false;
    }
    try {
      tx.tell(listeners);
    } finally {
      answers.forEach(Runnable::run);
    }
  }

  /// Lets the calls join that have come since, up to the first one that needs a sync which this
  /// transaction was not begun with.
  private void join(List<Call<?>> group, boolean durable) {
    while (group.size() < MAX_GROUP) {
      var next = calls.peek();
      if (next == null || (next.durable && !durable)) {
        return;
      }
      group.add(calls.remove());
    }
  }

  private void begin(boolean durable) throws SQLException {
    boolean full = durable && url.powerSafe();
    if (synchronous == null || synchronous != full) {
      session.execute("PRAGMA synchronous = " + (full ? "FULL" : "NORMAL"));
      synchronous = full;
    }
    long start = System.nanoTime();
    while (true) {
      try {
        session.query("begin").update();
        return;
      } catch (SQLException e) {
        if (!Failures.isBusy(e) || System.nanoTime() - start > LOCK_WAIT_NANOS) {
          throw e;
        }
        // Another process writes for a fraction of a millisecond; random, so that two don't keep
        // step.
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
