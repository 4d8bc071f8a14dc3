// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Where a lease begins to look. PostgreSQL's index keeps the entries of rows that are gone until
/// they are vacuumed, and while an old transaction of the database is open they can't be: looking
/// from the beginning would then pass over everything that was leased since. So when that becomes
/// dear, a lease begins after the last task that one like it got, by priority and turn.
///
/// What comes in below that is missed: tasks that become ready again, of which this process hears,
/// and those whose insert committed after that of a later one. So from time to time a lease begins
/// from the beginning, the more seldom the more that costs.
final class PostgresFloors {

  private static final int PRIORITIES = 10;

  /// Leases that are alike: of one queue and the same types.
  record Wish(String queue, Set<String> types) {}

  /// Of each priority, from the highest, the turn and the version after which to look.
  record Floor(List<Long> turns, List<Long> versions) {

    static Floor none() {
      return new Floor(zeros(), zeros());
    }

    private static List<Long> zeros() {
      return Collections.nCopies(PRIORITIES, 0L);
    }

    Floor raised(Collection<Leasing.Leased> leased) {
      var after = new Floor(new ArrayList<>(turns), new ArrayList<>(versions));
      for (var one : leased) {
        int place = PRIORITIES - 1 - one.priority();
        long version = one.lease().version();
        long turn = after.turns.get(place);
        if (one.turn() > turn || (one.turn() == turn && version > after.versions.get(place))) {
          after.turns.set(place, one.turn());
          after.versions.set(place, version);
        }
      }
      return after;
    }

    boolean isWhole() {
      return Stream.concat(turns.stream(), versions.stream()).allMatch(floor -> floor == 0);
    }
  }

  private final Map<Wish, Floor> floors = new ConcurrentHashMap<>();
  private final PostgresCost whole = new PostgresCost();

  Floor of(Wish wish) {
    return whole.isDue() ? Floor.none() : floors.getOrDefault(wish, Floor.none());
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
    floors.compute(wish, (w, before) -> (before == null ? Floor.none() : before).raised(leased));
  }

  /// Tasks became ready that may be older than some that were leased.
  void drop() {
    floors.clear();
  }
}
