// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.TaskId;
import dev.lovage.spi.Lease;
import dev.lovage.spi.LeaseRequest;
import dev.lovage.spi.Leases;
import dev.lovage.spi.Settled;
import dev.lovage.spi.Settlement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Hands out leases in lists, each queue by one statement.
final class PostgresLeasing {

  private static final List<Integer> PRIORITIES = List.of(9, 8, 7, 6, 5, 4, 3, 2, 1, 0);

  private final Writes writes;
  private final PostgresFloors floors;
  private final PostgresOutlook outlook = new PostgresOutlook();

  /// What a transaction has leased, to be noted once it has committed.
  private record Turn(Settled settled, Map<PostgresFloors.Wish, List<Leasing.Leased>> leased) {}

  PostgresLeasing(Writes writes, PostgresFloors floors) {
    this.writes = writes;
    this.floors = floors;
  }

  Leases lease(LeaseRequest request) {
    return noted(() -> writes.quickly(tx -> turn(tx, List.of(), request))).next();
  }

  Settled settle(List<Settlement> settlements, LeaseRequest next) {
    return noted(() -> writes.durably(tx -> turn(tx, settlements, next)));
  }

  private Settled noted(Supplier<Turn> made) {
    try {
      var turn = made.get();
      turn.leased.forEach(floors::raise);
      return turn.settled;
    } catch (RuntimeException e) {
      // Another turn may have gone past what this one had taken and has not.
      floors.drop();
      throw e;
    }
  }

  private Turn turn(Tx tx, List<Settlement> settlements, LeaseRequest request) throws SQLException {
    var lost = settlements.isEmpty() ? List.<TaskId>of() : PostgresSettling.settle(tx, settlements);
    if (lost.size() < settlements.size() && request.queues().stream().anyMatch(q -> q.most() > 0)) {
      // Others may have waited for the room in the queue.
      tx.ready();
    }
    var leased = new HashMap<PostgresFloors.Wish, List<Leasing.Leased>>();
    var next = request.isNone() ? Leases.none() : lease(tx, request, leased);
    return new Turn(new Settled(lost, next), leased);
  }

  private Leases lease(
      Tx tx, LeaseRequest request, Map<PostgresFloors.Wish, List<Leasing.Leased>> leased)
      throws SQLException {
    long due = outlook.next(tx);
    boolean swept = due != 0 && due <= tx.now();
    if (swept) {
      Leasing.sweep(tx);
    }
    boolean limited = tx.admit();
    long until = tx.now() + request.duration().toNanos() / 1_000;
    var all = new ArrayList<Lease>();
    boolean mayExpire = false;
    for (var queue : request.queues()) {
      var wish = new PostgresFloors.Wish(queue.queue(), request.types());
      var rows = lease(tx, request, wish, Leasing.room(tx, queue), until);
      rows.forEach(row -> all.add(row.leased.lease()));
      mayExpire |= rows.stream().anyMatch(Row::hadExpiry);
      leased
          .computeIfAbsent(wish, w -> new ArrayList<>())
          .addAll(rows.stream().map(Row::leased).toList());
    }
    limited |= tx.admit();
    if (swept || mayExpire || limited) {
      due = outlook.next(tx);
    } else if (!all.isEmpty()) {
      due = due == 0 ? until : Math.min(due, until);
    }
    return new Leases(all, Leasing.until(due, tx.now()));
  }

  private record Row(Leasing.Leased leased, boolean hadExpiry) {}

  private List<Row> lease(
      Tx tx, LeaseRequest request, PostgresFloors.Wish wish, int limit, long until)
      throws SQLException {
    var from = floors.of(wish);
    long before = System.nanoTime();
    var rows =
        tx.query(
                "lease",
                request.worker(),
                until,
                wish.queue(),
                wish.types().toArray(String[]::new),
                PRIORITIES.toArray(Integer[]::new),
                from.turns().toArray(Long[]::new),
                limit,
                tx.now(),
                from.versions().toArray(Long[]::new))
            .list(row -> row(tx, row, wish.queue(), Columns.instant(until)));
    if (from.isWhole()) {
      // What was got costs too, and is not what floors would save.
      floors.tookWhole((System.nanoTime() - before) / (1 + rows.size() / 16));
    }
    rows.sort((a, b) -> Leasing.ORDER.compare(a.leased, b.leased));
    return rows;
  }

  private static Row row(Tx tx, ResultSet row, String queue, Instant until) throws SQLException {
    return new Row(Leasing.leased(tx, row, queue, until), row.getBoolean(15));
  }
}
