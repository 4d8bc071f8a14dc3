// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.NewTask;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;

/// Accepts tasks of one type and the same settings that wait for nothing.
final class EnqueueingAlike {

  private EnqueueingAlike() {}

  static List<Enqueued> enqueue(Tx tx, List<NewTask> tasks) throws SQLException {
    return tasks.getFirst().share() == null ? all(tx, tasks) : keyed(tx, tasks);
  }

  /// Turns are for those that are new, so the others are left out first.
  private static List<Enqueued> keyed(Tx tx, List<NewTask> tasks) throws SQLException {
    var fresh = new LinkedHashMap<TaskId, NewTask>();
    for (var task : tasks) {
      if (Enqueueing.known(tx, task.id()) == null) {
        fresh.putIfAbsent(task.id(), task);
      }
    }
    var added = new HashMap<TaskId, Enqueued>();
    if (!fresh.isEmpty()) {
      all(tx, List.copyOf(fresh.values())).forEach(receipt -> added.put(receipt.id(), receipt));
    }
    var result = new ArrayList<Enqueued>(tasks.size());
    for (var task : tasks) {
      var receipt = added.remove(task.id());
      result.add(receipt != null ? receipt : Enqueueing.mustBeKnown(tx, task.id()));
    }
    return result;
  }

  private static List<Enqueued> all(Tx tx, List<NewTask> tasks) throws SQLException {
    long last = tx.query("last_seq").number();
    int added = insert(tx, tasks);
    if (added > 0) {
      tx.ready();
    }
    var result = new ArrayList<Enqueued>(tasks.size());
    if (added == tasks.size()) {
      for (var task : tasks) {
        result.add(new Enqueued(task.id(), ++last, true));
      }
      return result;
    }
    var seen = new HashSet<Long>();
    for (var task : tasks) {
      var known = Enqueueing.mustBeKnown(tx, task.id());
      boolean isNew = known.version() > last && seen.add(known.version());
      result.add(new Enqueued(known.id(), known.version(), isNew));
    }
    return result;
  }

  private static int insert(Tx tx, List<NewTask> tasks) throws SQLException {
    var first = tasks.getFirst();
    var settings = first.settings();
    var limits = settings.limits();
    long due = Enqueueing.due(tx, settings.start());
    var expiry = Columns.micros(limits.expiry());
    var state = due > tx.now() ? TaskState.SCHEDULED : TaskState.QUEUED;
    var share = ShareColumns.of(first);
    long turn = Turns.next(tx, first);
    Turns.took(tx, first, turn + tasks.size() - 1);
    if (share.limited() && state == TaskState.QUEUED) {
      tx.touch(settings.queue(), share.key());
    }
    return tx.query(
            "enqueue",
            ids(tasks),
            JsonCodec.encode("arguments", tasks.stream().map(NewTask::argument).toList()),
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
        .update();
  }

  private static byte[] ids(List<NewTask> tasks) {
    var ids = ByteBuffer.allocate(16 * tasks.size());
    for (var task : tasks) {
      ids.put(Columns.bytes(task.id()));
    }
    return ids.array();
  }
}
