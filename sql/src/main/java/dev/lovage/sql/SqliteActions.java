// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.ActionCursor;
import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.spi.ActionLog;
import dev.lovage.spi.ActionPage;
import dev.lovage.spi.LoggedAction;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// The action log in a SQLite file of its own. Numbers are given under the write lock, so they
/// commit in their order and a cursor is the number of the last action that was read.
final class SqliteActions implements ActionLog {

  private static final int NEWEST = 1;
  // Larger than a task store's: much is written, and each checkpoint costs two syncs.
  private static final int PAGES_TO_CHECKPOINT = 16_000;

  private final String description;
  private final Failures failures;
  private final SqliteActionWriter writer;
  private final Readers readers;
  private final AtomicBoolean closed = new AtomicBoolean();

  SqliteActions(SqliteUrl url, InstantSource clock) {
    this.description = url.description();
    this.failures = new Failures(url.file());
    var connections = new Connections(url, SqlFile.load("sqlite-actions.sql"));
    connections.makeFolder();
    try {
      var session = connections.writer();
      try {
        migrate(session, url);
        session.execute("PRAGMA wal_autocheckpoint = " + PAGES_TO_CHECKPOINT);
        session.execute("PRAGMA busy_timeout = 0");
        this.writer = SqliteActionWriter.open(session, url, clock);
      } catch (SQLException | RuntimeException e) {
        session.close();
        throw e;
      }
    } catch (SQLException e) {
      throw failures.of(e);
    }
    this.readers = new Readers(connections);
  }

  private static void migrate(Session session, SqliteUrl url) throws SQLException {
    if (session.query("is_a_store").isTrue()) {
      throw new LovageException(
          ErrorCode.INVALID,
          "actions: " + url.file() + " holds tasks; give the actions a file of their own");
    }
    Migrations.run(session, "sqlite-actions", NEWEST, () -> {});
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public int append(String stream, Duration keep, List<LoggedAction> actions) {
    return writer.run(actions.size(), tx -> tx.append(stream, actions));
  }

  @Override
  public ActionPage read(String stream, ActionCursor after, int limit) {
    long from = SqlActions.number(after);
    // One more, to know whether there is one.
    var rows =
        readers.read(
            session -> session.query("read", stream, from, limit + 1).list(SqlActions::numbered));
    return SqlActions.page(rows, limit, SqlActions.cursor(from));
  }

  @Override
  public ActionPage readUser(String stream, String user, ActionCursor before, int limit) {
    var rows =
        readers.read(session ->
            SqliteUserRead.read(session, stream, user, SqlActions.number(before), limit + 1));
    return SqlActions.page(rows, limit, ActionCursor.START);
  }

  @Override
  public long count(String stream, ActionCursor after, long most) {
    long from = SqlActions.number(after);
    return readers.read(session -> session.query("count", stream, from, most).number());
  }

  @Override
  public ActionCursor newest(String stream) {
    return SqlActions.cursor(readers.read(session -> session.query("last").number()));
  }

  @Override
  public int prune(String stream, Duration keep, int limit) {
    return writer.run(0, tx -> tx.prune(stream, keep, limit));
  }

  @Override
  public void check() {
    readers.read(session -> session.query("check").number());
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        readers.close();
        writer.close();
      } catch (SQLException e) {
        throw failures.of(e);
      }
    }
  }
}
