// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.spi.Enqueued;
import dev.lovage.spi.InTurn;
import dev.lovage.spi.NewTask;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Accepts lists of streams, a few side by side: the server inserts the next while one goes to the
/// disk, and commits it when that one is there.
final class PostgresStreams {

  /// More would wait for a connection that those before them need.
  private static final int SIDE_BY_SIDE = 3;

  private final Writes writes;
  private final PostgresLanes lanes;
  private final Semaphore places;

  /// @param connections how many the process may have
  PostgresStreams(Writes writes, PostgresLanes lanes, int connections) {
    this.writes = writes;
    this.lanes = lanes;
    this.places = new Semaphore(connections > 2 * SIDE_BY_SIDE ? SIDE_BY_SIDE : 0);
  }

  List<Enqueued> enqueue(List<NewTask> tasks, InTurn turn) {
    // A task that locks more than itself could wait for one that waits for its commit.
    if (!tasks.stream().allMatch(PostgresStreams::standsAlone) || !places.tryAcquire()) {
      turn.awaitAccepted();
      return lanes.enqueue(tasks);
    }
    try {
      return sideBySide(tasks, turn);
    } finally {
      places.release();
    }
  }

  private static boolean standsAlone(NewTask task) {
    return Enqueueing.isPlain(task) && task.share() == null;
  }

  private List<Enqueued> sideBySide(List<NewTask> tasks, InTurn turn) {
    // Outlives a transaction that is run again: the list after has its versions by then.
    var numbers = new AtomicReference<Long @Nullable []>();
    return writes.durably(tx -> {
      tx.fresh();
      var reserved = numbers.get();
      if (reserved == null) {
        turn.awaitNumbered();
        reserved = PostgresMany.numbers(tx, tasks.size());
        numbers.set(reserved);
        turn.numbered();
      }
      tx.reserve(new Reserved(reserved));
      var accepted = Enqueueing.enqueue(tx, tasks);
      turn.awaitAccepted();
      return accepted;
    });
  }
}
