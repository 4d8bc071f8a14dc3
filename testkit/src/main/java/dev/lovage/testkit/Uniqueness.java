// SPDX-License-Identifier: Apache-2.0
package dev.lovage.testkit;

import static dev.lovage.TaskState.SUCCEEDED;

import dev.lovage.Unique;
import dev.lovage.spi.Enqueued;
import dev.lovage.spi.NewTask;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a submit with a unique key does to the tasks that have that key.
record Uniqueness(MemoryStore store, Changes changes) {

  /// Returns the task to which the submit was attached; empty if it is to be accepted.
  Optional<Enqueued> apply(NewTask task) {
    var unique = task.unique();
    if (unique == null) {
      return Optional.empty();
    }
    return switch (unique.rule()) {
      case ATTACH -> attach(task, attachable(task, unique));
      case THROTTLE -> attach(task, throttled(task, unique));
      case REPLACE -> replace(task, unique, false);
      case SUPERSEDE -> replace(task, unique, true);
    };
  }

  private Optional<Enqueued> attach(NewTask task, @Nullable Row row) {
    if (row == null) {
      return Optional.empty();
    }
    row.waiters.add(task.id());
    store.attached.put(task.id(), row);
    return Optional.of(new Enqueued(row.id(), row.version, false));
  }

  private @Nullable Row attachable(NewTask task, Unique unique) {
    var open =
        rivals(task, unique)
            .filter(row -> !row.state().isFinal() && !row.cancelRequested)
            .max(Comparator.comparingLong(row -> row.version));
    return open.or(() -> kept(task, unique)).orElse(null);
  }

  private @Nullable Row throttled(NewTask task, Unique unique) {
    var since = changes.now.minus(unique.keep());
    return rivals(task, unique)
        .filter(row -> row.submittedAt.isAfter(since) && !row.isForgotten(changes.now))
        .max(Comparator.comparingLong(row -> row.version))
        .orElse(null);
  }

  private Optional<Row> kept(NewTask task, Unique unique) {
    var since = changes.now.minus(unique.keep());
    return rivals(task, unique)
        .filter(row -> row.state() == SUCCEEDED && !row.isForgotten(changes.now))
        .filter(row -> row.endedAt != null && row.endedAt.isAfter(since))
        .max(
            Comparator.comparing((Row row) -> row.endedAt == null ? changes.now : row.endedAt)
                .thenComparingLong(row -> row.version));
  }

  private Optional<Enqueued> replace(NewTask task, Unique unique, boolean evenRunning) {
    List<Row> rivals = rivals(task, unique).toList();
    rivals.forEach(row -> new Transitions(changes).replace(row, evenRunning));
    return Optional.empty();
  }

  private Stream<Row> rivals(NewTask task, Unique unique) {
    return store.rows.values().stream()
        .filter(row -> row.task.type().equals(task.type()))
        .filter(row -> row.unique != null && row.unique.key().equals(unique.key()));
  }
}
