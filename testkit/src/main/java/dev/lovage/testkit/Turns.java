// SPDX-License-Identifier: Apache-2.0
package dev.lovage.testkit;

import static dev.lovage.TaskState.QUEUED;

import dev.lovage.spi.NewTask;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// Gives tasks their turns, so that keys share a queue fairly at no cost to the lease: start-time
/// fair queueing (Goyal, Vin and Cheng, 1996), with tasks of equal length.
final class Turns {

  private record Line(String queue, int priority) {}

  private final Map<Line, Map<String, Long>> last = new HashMap<>();

  /// The turn of a new task.
  long next(NewTask task, Collection<Row> rows) {
    var share = task.share();
    if (share == null) {
      return 0;
    }
    var line = new Line(task.settings().queue(), task.settings().priority());
    var keys = last.computeIfAbsent(line, l -> new HashMap<>());
    long head =
        rows.stream()
            .filter(row -> row.state() == QUEUED && row.task.share() != null)
            .filter(row -> row.task.settings().queue().equals(line.queue))
            .filter(row -> row.task.settings().priority() == line.priority)
            .mapToLong(row -> row.turn)
            .min()
            .orElseGet(() -> keys.values().stream().mapToLong(last -> last + 1).max().orElse(0));
    long turn = Math.max(head, keys.getOrDefault(share.key(), 0L) + 1);
    keys.put(share.key(), turn);
    return turn;
  }
}
