// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.TaskId;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.NewTask;
import java.sql.SQLException;
import java.util.List;

/// SQLite runs one transaction at a time, so nothing needs a lock.
final class SqliteDialect implements Dialect {

  @Override
  public List<Enqueued> enqueueAlike(Tx tx, List<NewTask> tasks) throws SQLException {
    return EnqueueingAlike.enqueue(tx, tasks);
  }

  /// Most stores have no edge at all: one look for the whole list, not one for each task.
  @Override
  public boolean haveEdges(Tx tx, List<Edges.Ended> ended) throws SQLException {
    return tx.query("has_edges").isTrue();
  }

  @Override
  public void lockTask(Tx tx, TaskId id) {}

  @Override
  public void lockKey(Tx tx, String key) {}
}
