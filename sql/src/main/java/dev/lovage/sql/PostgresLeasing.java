// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.spi.LeaseRequest;
import dev.lovage.spi.Leases;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.stream.IntStream;

/// Hands out leases in lists, each queue by one statement.
final class PostgresLeasing {

  private static final Integer[] PRIORITIES =
      IntStream.rangeClosed(0, 9).mapToObj(i -> 9 - i).toArray(Integer[]::new);

  private PostgresLeasing() {}

  static Leases lease(Tx tx, LeaseRequest request) throws SQLException {
    long due = tx.query("next_due").number();
    if (due != 0 && due <= tx.now()) {
      Leasing.sweep(tx);
    }
    long until = tx.now() + request.duration().toNanos() / 1_000;
    var end = Columns.instant(until);
    var types = request.types().toArray(String[]::new);
    var floors = new Long[PRIORITIES.length];
    java.util.Arrays.fill(floors, 0L);
    var all = new ArrayList<Leasing.Leased>();
    for (var queue : request.queues()) {
      var leased =
          tx.query(
                  "lease",
                  request.worker(),
                  until,
                  queue.queue(),
                  types,
                  PRIORITIES,
                  floors,
                  queue.limit(),
                  tx.now())
              .list(row -> Leasing.leased(row, queue.queue(), end));
      leased.sort(Leasing.ORDER);
      all.addAll(leased);
    }
    return new Leases(
        all.stream().map(Leasing.Leased::lease).toList(),
        Leasing.until(tx.query("next_due").number(), tx.now()));
  }
}
