// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.ErrorCode;
import dev.lovage.LovageException;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.NewTask;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;

/// Accepts tasks in other people's transactions.
final class PostgresWithin {

  private final SqlFile sql;
  private final String channel;
  private final InstantSource clock;
  private final PostgresFailures failures;

  PostgresWithin(SqlFile sql, String channel, InstantSource clock, PostgresFailures failures) {
    this.sql = sql;
    this.channel = channel;
    this.clock = clock;
    this.failures = failures;
  }

  List<Enqueued> enqueue(Connection connection, List<NewTask> tasks) {
    try {
      if (connection.getAutoCommit()) {
        throw new LovageException(
            ErrorCode.INVALID,
            "within: the connection commits by itself; call setAutoCommit(false) first");
      }
      // Without it one refusal would be the end of the whole transaction.
      var before = connection.setSavepoint();
      // Not closed: the connection is the caller's. Its statements are closed with the results.
      var session = new Session(connection, sql);
      try {
        var tx = new Tx(session, new PostgresDialect(), Columns.micros(clock.instant()));
        var enqueued = Enqueueing.enqueue(tx, tasks);
        tx.finish();
        // Handed out by the server at the commit, of which nobody here hears; also to this process.
        session.query("notify", channel, PostgresNews.fromOutside()).first(row -> true);
        connection.releaseSavepoint(before);
        return enqueued;
      } catch (SQLException | RuntimeException e) {
        connection.rollback(before);
        throw e;
      } finally {
        session.closeQueries();
      }
    } catch (SQLException e) {
      throw failures.of(e);
    }
  }
}
