// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Where a lease begins to look. PostgreSQL's index keeps the entries of rows that are gone until
/// they are vacuumed, and while an old transaction of the database is open they can't be: looking
/// from the beginning would then pass over everything that was leased since. So when that becomes
/// dear, a lease begins after the last task that one like it got, by priority.
///
/// What comes in below that is missed: tasks that become ready again, of which this process hears,
/// and those whose insert committed after that of a later one. So from time to time a lease begins
/// from the beginning, the more seldom the more that costs.
final class PostgresFloors {

  private static final int PRIORITIES = 10;

  /// Leases that are alike: of one queue and the same types.
  record Wish(String queue, Set<String> types) {}

  private final Map<Wish, Long[]> floors = new ConcurrentHashMap<>();
  private final PostgresCost whole = new PostgresCost();

  /// The version after which to look, for each priority from the highest.
  Long[] of(Wish wish) {
    return whole.isDue() ? none() : floors.getOrDefault(wish, none());
  }

  private static Long[] none() {
    var all = new Long[PRIORITIES];
    Arrays.fill(all, 0L);
    return all;
  }

  static boolean isWhole(Long[] floors) {
    return Arrays.stream(floors).allMatch(floor -> floor == 0);
  }

  /// A look from the beginning took so long.
  void tookWhole(long nanos) {
    whole.took(nanos);
  }

  /// To be called after the commit.
  void raise(Wish wish, Collection<Leasing.Leased> leased) {
    if (whole.isCheap()) {
      return;
    }
    floors.compute(
        wish,
        (w, before) -> {
          var after = before == null ? none() : before.clone();
          for (var one : leased) {
            int place = PRIORITIES - 1 - one.priority();
            after[place] = Math.max(after[place], one.lease().version());
          }
          return after;
        });
  }

  /// Tasks became ready that may be older than some that were leased.
  void drop() {
    floors.clear();
  }
}
