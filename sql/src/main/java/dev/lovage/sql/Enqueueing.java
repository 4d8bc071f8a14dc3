// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.Start;
import dev.lovage.TaskId;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.NewTask;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Accepts tasks. Neighbours in the list that differ only in id and argument go in with one
/// statement: most of what an insert costs is the statement, not the row.
final class Enqueueing {

  private static final int MAX_ALIKE = 1_000;
  // Characters of JSON that are copied once more to pass them as one parameter.
  private static final int MAX_ARGUMENTS = 1 << 21;

  private Enqueueing() {}

  static List<Enqueued> enqueue(Tx tx, List<NewTask> tasks) throws SQLException {
    return enqueue(tx, tasks, false);
  }

  /// Accepts what comes with a result, which must not fail for it: a predecessor that is not known
  /// counts as one that did not succeed.
  static void enqueueAfterSuccess(Tx tx, List<NewTask> tasks) throws SQLException {
    enqueue(tx, tasks, true);
  }

  private static List<Enqueued> enqueue(Tx tx, List<NewTask> tasks, boolean lenient)
      throws SQLException {
    var result = new ArrayList<Enqueued>(tasks.size());
    for (int i = 0; i < tasks.size(); i = result.size()) {
      if (isPlain(tasks.get(i))) {
        result.addAll(tx.dialect().enqueueAlike(tx, tasks.subList(i, endOfAlike(tasks, i))));
      } else {
        result.add(EnqueueingOne.enqueue(tx, tasks.get(i), lenient));
      }
    }
    return result;
  }

  /// Whether it waits for nothing and has no unique key.
  static boolean isPlain(NewTask task) {
    return task.after().isEmpty() && task.unique() == null;
  }

  private static int endOfAlike(List<NewTask> tasks, int start) {
    var first = tasks.get(start);
    int size = first.argument().length();
    int end = start + 1;
    while (end < tasks.size() && end - start < MAX_ALIKE) {
      var next = tasks.get(end);
      size += next.argument().length();
      if (size > MAX_ARGUMENTS
          || !isPlain(next)
          || !next.type().equals(first.type())
          || !next.settings().equals(first.settings())
          || !Objects.equals(next.share(), first.share())) {
        break;
      }
      end++;
    }
    return end;
  }

  static long due(Tx tx, Start start) {
    return switch (start) {
      case Start.Now() -> tx.now();
      case Start.After(var delay) -> tx.now() + delay.toNanos() / 1_000;
      case Start.At(var instant) -> Math.max(tx.now(), Columns.micros(instant));
    };
  }

  static Enqueued mustBeKnown(Tx tx, TaskId id) throws SQLException {
    var known = known(tx, id);
    if (known == null) {
      throw new IllegalStateException("task " + id + " is there and is not");
    }
    return known;
  }

  /// The task of this id, or the one to which the submit of this id was attached.
  static @Nullable Enqueued known(Tx tx, TaskId id) throws SQLException {
    return tx.query("known", Columns.bytes(id))
        .first(row -> new Enqueued(Columns.id(row, 1), row.getLong(2), false))
        .orElse(null);
  }
}
