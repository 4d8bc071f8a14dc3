// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.TaskState;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.NewTask;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// Accepts tasks of one type and the same settings that wait for nothing.
final class EnqueueingAlike {

  private EnqueueingAlike() {}

  static List<Enqueued> enqueue(Tx tx, List<NewTask> tasks) throws SQLException {
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
      var known = Enqueueing.known(tx, task.id());
      if (known == null) {
        throw new IllegalStateException("task " + task.id() + " is there and is not");
      }
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
    return tx.query(
            "enqueue",
            ids(tasks),
            JsonCodec.encode("arguments", tasks.stream().map(NewTask::argument).toList()),
            first.type(),
            settings.queue(),
            settings.priority(),
            (due > tx.now() ? TaskState.SCHEDULED : TaskState.QUEUED).name(),
            tx.now(),
            due,
            expiry == null ? null : Long.valueOf(tx.now() + expiry),
            Columns.micros(limits.timeLimit()),
            Columns.micros(limits.resultTtl()),
            settings.retry(),
            settings.publishes(),
            limits.maxLost())
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
