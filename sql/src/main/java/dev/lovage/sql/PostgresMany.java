// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.TaskState;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.NewTask;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/// Accepts long lists. Their versions are taken first, so that each insert needs to read what the
/// other has written only if some of the tasks are known already: two trips more than by one
/// statement, and a fifth less to do for the server.
final class PostgresMany {

  private static final int FEWEST = 500;

  private PostgresMany() {}

  /// Whether such a list is better accepted here; one whose versions are reserved must be.
  static boolean suits(Tx tx, List<NewTask> alike) {
    return alike.getFirst().share() == null && (alike.size() >= FEWEST || tx.reserved() != null);
  }

  /// Takes versions, each younger than all before.
  static Long[] numbers(Tx tx, int count) throws SQLException {
    return array(tx.query("numbers", count));
  }

  private static Long[] array(Query query) throws SQLException {
    return query.first(row -> (Long[]) row.getArray(1).getArray()).orElseThrow();
  }

  /// @param tasks of one type and the same settings
  static List<Enqueued> enqueue(Tx tx, List<NewTask> tasks) throws SQLException {
    var reserved = tx.reserved();
    var numbers = reserved == null ? numbers(tx, tasks.size()) : reserved.take(tasks.size());
    var ids = tasks.stream().map(task -> task.id().uuid()).toArray(UUID[]::new);
    if (tx.query("enqueue_known", ids, numbers).update() == ids.length) {
      insert(tx, tasks, numbers, ids);
      return IntStream.range(0, ids.length)
          .mapToObj(i -> new Enqueued(tasks.get(i).id(), numbers[i], true))
          .toList();
    }
    return enqueueUnknown(tx, tasks, numbers, array(tx.query("known_numbers", (Object) ids)));
  }

  /// Those that are known by the number that they were given here: not before, and not by an
  /// earlier place in this list.
  private static List<Enqueued> enqueueUnknown(
      Tx tx, List<NewTask> tasks, Long[] numbers, Long[] known) throws SQLException {
    var fresh =
        IntStream.range(0, numbers.length)
            .filter(i -> numbers[i].equals(known[i]))
            .boxed()
            .toList();
    insert(
        tx,
        fresh.stream().map(tasks::get).toList(),
        fresh.stream().map(i -> numbers[i]).toArray(Long[]::new),
        fresh.stream().map(i -> tasks.get(i).id().uuid()).toArray(UUID[]::new));
    var result = new ArrayList<Enqueued>(tasks.size());
    for (int i = 0; i < numbers.length; i++) {
      var id = tasks.get(i).id();
      result.add(
          numbers[i].equals(known[i])
              ? new Enqueued(id, numbers[i], true)
              : Enqueueing.mustBeKnown(tx, id));
    }
    return result;
  }

  private static void insert(Tx tx, List<NewTask> tasks, Long[] numbers, UUID[] ids)
      throws SQLException {
    if (tasks.isEmpty()) {
      return;
    }
    var first = tasks.getFirst();
    var settings = first.settings();
    var limits = settings.limits();
    long due = Enqueueing.due(tx, settings.start());
    var expiry = Columns.micros(limits.expiry());
    tx.query(
            "enqueue_numbered",
            numbers,
            ids,
            tasks.stream().map(NewTask::argument).toArray(String[]::new),
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
    tx.ready();
  }
}
