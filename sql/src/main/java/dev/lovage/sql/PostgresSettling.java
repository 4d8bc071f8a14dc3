// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.TaskId;
import dev.lovage.spi.Lease;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.Settlement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Ends attempts: plain successes, which are most, by one statement; the others one by one.
final class PostgresSettling {

  private PostgresSettling() {}

  /// Returns the tasks whose lease was lost.
  static List<TaskId> settle(Tx tx, List<Settlement> settlements) throws SQLException {
    var plain =
        settlements.stream()
            .filter(PostgresSettling::isPlain)
            .sorted(Comparator.comparingLong(settlement -> settlement.lease().version()))
            .toList();
    // What stands twice in a list counts once, as the first says.
    boolean twice =
        settlements.stream().map(s -> s.lease().version()).distinct().count() < settlements.size();
    if (plain.size() < 2 || twice) {
      return Settling.settle(tx, settlements);
    }
    var settled = succeed(tx, plain);
    // A plain one that was not settled may be superseded, or its lease is lost.
    return Settling.settle(
        tx, settlements.stream().filter(s -> !settled.contains(s.lease())).toList());
  }

  private static boolean isPlain(Settlement settlement) {
    return settlement.outcome() instanceof Outcome.Succeeded(var _, var then)
        && then.isEmpty()
        && settlement.lease().work().publishes() == null
        && settlement.report().last().isEmpty();
  }

  private static Set<Lease> succeed(Tx tx, List<Settlement> plain) throws SQLException {
    var seqs =
        new HashSet<>(
            tx.query(
                    "succeed_all",
                    plain.stream().map(s -> s.lease().version()).toArray(Long[]::new),
                    plain.stream().map(s -> s.lease().token()).toArray(Long[]::new),
                    plain.stream().map(s -> s.lease().task().uuid()).toArray(UUID[]::new),
                    plain.stream().map(PostgresSettling::result).toArray(String[]::new),
                    tx.now())
                .list(row -> row.getLong(1)));
    var settled = new HashSet<Lease>();
    var ended = new ArrayList<Edges.Ended>();
    for (var settlement : plain) {
      var lease = settlement.lease();
      if (seqs.remove(lease.version())) {
        settled.add(lease);
        tx.touch(lease.work().queue(), lease.limitedKey());
        tx.ended(lease.task());
        ended.add(new Edges.Ended(lease.version(), lease.task(), true));
      }
    }
    if (!ended.isEmpty()) {
      Edges.release(tx, ended);
    }
    return settled;
  }

  private static String result(Settlement settlement) {
    return ((Outcome.Succeeded) settlement.outcome()).result();
  }
}
