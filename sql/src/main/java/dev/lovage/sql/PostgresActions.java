// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.ActionCursor;
import dev.lovage.spi.ActionBacklog;
import dev.lovage.spi.ActionLog;
import dev.lovage.spi.ActionPage;
import dev.lovage.spi.LoggedAction;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The action log in PostgreSQL, in parts by stream and day. Transactions commit side by side, so a
/// read goes no further than the oldest one that is under way.
final class PostgresActions implements ActionLog {

  private static final int MOST_WAITING = 200_000;
  private static final long DAY_MICROS = TimeUnit.DAYS.toMicros(1);

  private final PostgresUrl url;
  private final InstantSource clock;
  private final PostgresPool pool;
  private final PostgresActionParts parts;
  private final PostgresActionReads reads;
  private final ActionBacklog backlog = new ActionBacklog(MOST_WAITING);

  private PostgresActions(PostgresUrl url, InstantSource clock) {
    this.url = url;
    this.clock = clock;
    var sql =
        SqlFile.loadNumbered(
            "postgres-actions.sql", text -> PostgresMigrations.inSchema(text, url.schema()));
    this.pool = new PostgresPool(url, sql, clock);
    this.parts = new PostgresActionParts(pool);
    this.reads = new PostgresActionReads(pool, parts);
  }

  /// @param clock in place of the database's, or null
  static PostgresActions open(PostgresUrl url, @Nullable InstantSource clock) {
    var databaseTime = new PostgresClock();
    try (var connection = DriverManager.getConnection(url.jdbc(), url.properties())) {
      PostgresActionMigrations.run(connection, url.schema());
    } catch (SQLException e) {
      throw new PostgresFailures(url).of(e);
    }
    var log = new PostgresActions(url, clock == null ? databaseTime : clock);
    try {
      if (clock == null) {
        databaseTime.ask(log.pool);
      }
      return log;
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  private int day() {
    return (int) (Columns.micros(clock.instant()) / DAY_MICROS);
  }

  @Override
  public String description() {
    return url.description();
  }

  @Override
  public int append(String stream, Duration keep, List<LoggedAction> actions) {
    return actions.isEmpty()
        ? 0
        : backlog.within(
            actions.size(),
            () -> {
              int day = day();
              var append = new PostgresActionAppend(parts.prepared(stream, day), day, actions);
              return pool.durably(append::run);
            });
  }

  @Override
  public ActionPage read(String stream, ActionCursor after, int limit) {
    return reads.read(stream, PostgresPlace.of(after), limit);
  }

  @Override
  public ActionPage readUser(String stream, String user, ActionCursor before, int limit) {
    return reads.readUser(stream, user, PostgresPlace.of(before), day() + 1, limit);
  }

  @Override
  public long count(String stream, ActionCursor after, long most) {
    return reads.count(stream, PostgresPlace.of(after), most);
  }

  @Override
  public ActionCursor newest(String stream) {
    return reads.newest(stream);
  }

  @Override
  public int prune(String stream, Duration keep, int limit) {
    long old = Columns.micros(clock.instant().minus(keep)) / DAY_MICROS;
    return parts.drop(stream, (int) Math.max(0, old));
  }

  @Override
  public void check() {
    pool.read(session -> session.query("check").number());
  }

  @Override
  public void close() {
    pool.close();
  }
}
