// SPDX-License-Identifier: Apache-2.0
package dev.lovage.spi;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Schedules and triggers, as records that change by compare-and-set. They move by
/// [TaskStore#fire], together with the tasks that they make.
public interface TickerStore {

  Optional<Ticker> find(Ticker.Kind kind, String name);

  /// All of a kind, by name.
  List<Ticker> list(Ticker.Kind kind);

  /// Adds or replaces one. Who runs schedules is woken.
  ///
  /// @param ticker with the revision that it replaces, or 0 if there must be none of its name
  /// @return whether it was so; else nothing was done
  boolean put(Ticker ticker);

  /// Removes one, with its marks and what has happened for it.
  ///
  /// @return whether it was there
  boolean remove(Ticker.Kind kind, String name);

  /// Those of the marks of a ticker that it has.
  List<Mark> marks(Ticker.Kind kind, String name, Collection<String> keys);

  /// The marks of a ticker that are due, the earliest first.
  List<Mark> dueMarks(Ticker.Kind kind, String name, int limit);

  /// What is due now or within a time to come, each list up to a limit.
  DueTickers due(Duration ahead, int limit);
}
