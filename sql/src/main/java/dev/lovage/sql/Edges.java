// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.TaskError;
import dev.lovage.TaskId;
import dev.lovage.spi.JsonCodec;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// What the end of a task does to those that wait for it.
final class Edges {

  /// A task that ended in this transaction.
  record Ended(long seq, TaskId id, boolean succeeded) {}

  private record Waiting(long seq, TaskId id, String queue, @Nullable String limitedKey) {}

  private Edges() {}

  static void release(Tx tx, List<Ended> all) throws SQLException {
    if (!tx.dialect().haveEdges(tx, all)) {
      return;
    }
    Queue<Ended> open = new ArrayDeque<>(all);
    for (var ended = open.poll(); ended != null; ended = open.poll()) {
      var waiting =
          tx.query("waiting_for", ended.seq())
              .list(row ->
                  new Waiting(
                      row.getLong(1), Columns.id(row, 2), row.getString(3), row.getString(4)));
      for (var next : waiting) {
        if (ended.succeeded()) {
          boolean queued =
              tx.query("predecessor_succeeded", tx.now(), next.seq)
                  .first(row -> row.getBoolean(1))
                  .orElse(false);
          if (queued) {
            tx.touch(next.queue, next.limitedKey);
          }
          tx.ready();
        } else if (tx.query("predecessor_failed", error(ended.id()), tx.now(), next.seq).update()
            == 1) {
          tx.ended(next.id);
          open.add(new Ended(next.seq, next.id, false));
        }
      }
      if (!waiting.isEmpty()) {
        tx.query("remove_edges", ended.seq()).update();
      }
    }
  }

  static String error(TaskId predecessor) {
    return JsonCodec.encode(
        "error",
        TaskError.of(
            TaskError.PREDECESSOR,
            "task " + predecessor + ", which it waited for, did not succeed"));
  }
}
