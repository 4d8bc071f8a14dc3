// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// A few connections that read, lent to one caller at a time. Own code, not a pool from a library,
/// because what makes a read of microseconds is the prepared statements that each one keeps.
final class Readers implements Reads, AutoCloseable {

  private static final int SIZE = 3;
  private static final long WAIT_SECONDS = 10;

  private final Connections connections;
  private final Failures failures;
  private final BlockingQueue<Session> idle = new ArrayBlockingQueue<>(SIZE);
  private int opened;
  private boolean closed;

  Readers(Connections connections) {
    this.connections = connections;
    this.failures = new Failures(connections.url().file());
  }

  @Override
  public <T> T read(Read<T> read) {
    try {
      var session = take();
      try {
        return read.run(session);
      } finally {
        giveBack(session);
      }
    } catch (SQLException e) {
      throw failures.of(e);
    }
  }

  private Session take() throws SQLException {
    var free = idle.poll();
    if (free != null) {
      return free;
    }
    synchronized (this) {
      if (closed) {
        throw unavailable("is closed");
      }
      if (opened < SIZE) {
        var session = connections.reader();
        opened++;
        return session;
      }
    }
    try {
      var session = idle.poll(WAIT_SECONDS, TimeUnit.SECONDS);
      if (session != null) {
        return session;
      }
      throw unavailable("is busy with other reads; the call may be repeated");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("was not read: the thread was interrupted");
    }
  }

  private synchronized void giveBack(Session session) throws SQLException {
    if (closed) {
      session.close();
    } else {
      idle.add(session);
    }
  }

  private LovageException unavailable(String what) {
    return new LovageException(
        ErrorCode.UNAVAILABLE, "store: " + connections.url().file() + " " + what);
  }

  @Override
  public synchronized void close() throws SQLException {
    closed = true;
    for (var session = idle.poll(); session != null; session = idle.poll()) {
      session.close();
    }
  }
}
