// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.NewTask;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;

/// PostgreSQL takes lists as arrays, and its transactions run side by side: what must not change
/// under them is locked.
final class PostgresDialect implements Dialect {

  @Override
  public List<Enqueued> enqueueAlike(Tx tx, List<NewTask> tasks) throws SQLException {
    if (PostgresMany.suits(tx, tasks)) {
      return PostgresMany.enqueue(tx, tasks);
    }
    var first = tasks.getFirst();
    var settings = first.settings();
    var limits = settings.limits();
    long due = Enqueueing.due(tx, settings.start());
    var expiry = Columns.micros(limits.expiry());
    var state = due > tx.now() ? TaskState.SCHEDULED : TaskState.QUEUED;
    var share = ShareColumns.of(first);
    long turn = Turns.next(tx, first);
    // An id that stands twice in the list counts as its first place says.
    var distinct = new LinkedHashMap<TaskId, NewTask>();
    tasks.forEach(task -> distinct.putIfAbsent(task.id(), task));
    var fresh = new HashMap<TaskId, Long>();
    tx.query(
            "enqueue",
            distinct.keySet().stream().map(TaskId::uuid).toArray(UUID[]::new),
            distinct.values().stream().map(NewTask::argument).toArray(String[]::new),
            first.type(),
            settings.queue(),
            settings.priority(),
            state.name(),
            tx.now(),
            due,
            expiry == null ? null : Long.valueOf(tx.now() + expiry),
            Columns.micros(limits.timeLimit()),
            Columns.micros(limits.resultTtl()),
            settings.retry(),
            settings.publishes(),
            limits.maxLost(),
            share.key(),
            turn,
            share.concurrency(),
            share.interval(),
            share.burst(),
            share.limitedNumber(),
            share.held(state))
        .list(row -> fresh.put(Columns.id(row, 1), row.getLong(2)));
    if (!fresh.isEmpty()) {
      tx.ready();
      Turns.took(tx, first, turn + fresh.size() - 1);
      if (share.limited() && state == TaskState.QUEUED) {
        tx.touch(settings.queue(), share.key());
      }
    }
    var result = new ArrayList<Enqueued>(tasks.size());
    for (var task : tasks) {
      var seq = fresh.remove(task.id());
      result.add(
          seq == null ? Enqueueing.mustBeKnown(tx, task.id()) : new Enqueued(task.id(), seq, true));
    }
    return result;
  }

  /// One trip for all keys, in place of four for each.
  @Override
  public List<String> admitAlike(Tx tx, String queue, List<String> keys) throws SQLException {
    var left = new ArrayList<String>();
    tx.query("admit_alike", queue, keys.toArray(String[]::new))
        .each(row -> {
          var key = row.getString(1);
          if (key == null) {
            tx.readyAgain();
            return false;
          }
          return left.add(key);
        });
    return left;
  }

  @Override
  public boolean haveEdges(Tx tx, List<Edges.Ended> ended) throws SQLException {
    return tx.query(
            "have_edges", (Object) ended.stream().map(Edges.Ended::seq).toArray(Long[]::new))
        .isTrue();
  }

  @Override
  public void lockTask(Tx tx, TaskId id) throws SQLException {
    tx.query("lock_task", Columns.bytes(id)).number();
  }

  @Override
  public void lockKey(Tx tx, String key) throws SQLException {
    tx.query("lock_key", key).number();
  }
}
