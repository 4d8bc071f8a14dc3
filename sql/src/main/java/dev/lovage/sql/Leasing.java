// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.TaskError;
import dev.lovage.TaskId;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.Lease;
import dev.lovage.spi.LeaseRequest;
import dev.lovage.spi.Leases;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Hands out leases, after what has come due has been seen to.
final class Leasing {

  /// @param turn the order among keys
  record Leased(Lease lease, int priority, long turn) {}

  /// Databases return changed rows in any order.
  static final Comparator<Leased> ORDER =
      Comparator.comparingInt(Leased::priority)
          .reversed()
          .thenComparingLong(Leased::turn)
          .thenComparingLong(l -> l.lease.version());

  /// @param cancel as in the column: 0 for no, 2 for a task that was superseded
  private record Reclaimed(long seq, TaskId id, int cancel, int lost, int maxLost) {}

  private record Expired(long seq, TaskId id) {}

  private Leasing() {}

  /// Looks without writing.
  ///
  /// @return the answer if there is nothing to lease; empty if it takes a transaction to know
  static Optional<Leases> look(Session session, LeaseRequest request, long now)
      throws SQLException {
    long due = session.query("next_due").number();
    if (due != 0 && due <= now) {
      return Optional.empty();
    }
    var types = types(request);
    for (var queue : request.queues()) {
      if (session.query("is_ready", queue.queue(), types).isTrue()) {
        return Optional.empty();
      }
    }
    return Optional.of(new Leases(List.of(), until(due, now)));
  }

  static Leases lease(Tx tx, LeaseRequest request) throws SQLException {
    long due = tx.query("next_due").number();
    if (due != 0 && due <= tx.now()) {
      sweep(tx);
    }
    var _ = tx.admit();
    var until = tx.now() + request.duration().toNanos() / 1_000;
    var types = types(request);
    var all = new ArrayList<Leased>();
    for (var queue : request.queues()) {
      var end = Columns.instant(until);
      var leased =
          tx.query(
                  "lease", request.worker(), until, tx.now(), queue.queue(), types, room(tx, queue))
              .list(row -> leased(tx, row, queue.queue(), end));
      leased.sort(ORDER);
      all.addAll(leased);
    }
    var _ = tx.admit();
    return new Leases(
        all.stream().map(Leased::lease).toList(), until(tx.query("next_due").number(), tx.now()));
  }

  /// Queues what is due, takes back leases that have run out, cancels what is past its expiry.
  ///
  /// @return how many leases had run out
  static int sweep(Tx tx) throws SQLException {
    if (tx.query("queue_due", tx.now()).update() > 0) {
      tx.ready();
    }
    tx.query("hold_due", tx.now()).list(row -> touch(tx, row.getString(1), row.getString(2)));
    var ended = new ArrayList<Edges.Ended>();
    var reclaimed =
        tx.query("reclaim", tx.now())
            .list(row -> {
              touch(tx, row.getString(6), row.getString(7));
              return new Reclaimed(
                  row.getLong(1), Columns.id(row, 2), row.getInt(3), row.getInt(4), row.getInt(5));
            });
    for (var task : reclaimed) {
      if (task.cancel > 0) {
        var error =
            task.cancel == 2
                ? Uniqueness.superseded()
                : TaskError.of(TaskError.CANCELLED, "cancelled; its worker is gone");
        end(tx, "cancel_now", task.seq, task.id, error, ended);
      } else if (task.lost >= task.maxLost) {
        var error = TaskError.of(TaskError.LOST, "its lease ran out " + task.lost + " times");
        end(tx, "fail_lost", task.seq, task.id, error, ended);
      } else {
        tx.ready();
      }
    }
    var expired =
        tx.query("expired", tx.now())
            .list(row -> {
              touch(tx, row.getString(3), row.getString(4));
              return new Expired(row.getLong(1), Columns.id(row, 2));
            });
    for (var task : expired) {
      var error = TaskError.of(TaskError.EXPIRED, "was not started before its expiry");
      end(tx, "cancel_now", task.seq, task.id, error, ended);
    }
    if (!ended.isEmpty()) {
      Edges.release(tx, ended);
    }
    tx.limits().open();
    return reclaimed.size();
  }

  private static boolean touch(Tx tx, String queue, @Nullable String limitedKey) {
    tx.touch(queue, limitedKey);
    return true;
  }

  /// How many tasks of a queue may be leased now.
  static int room(Tx tx, LeaseRequest.QueueLimit queue) throws SQLException {
    if (queue.most() == 0) {
      return queue.limit();
    }
    tx.dialect().lockKey(tx, "queue " + queue.queue());
    long running = tx.query("running", queue.queue()).number();
    return (int) Math.max(0, Math.min(queue.limit(), queue.most() - running));
  }

  private static void end(
      Tx tx, String query, long seq, TaskId id, TaskError error, List<Edges.Ended> ended)
      throws SQLException {
    if (tx.query(query, JsonCodec.encode("error", error), tx.now(), seq).update() == 1) {
      tx.ended(id);
      ended.add(new Edges.Ended(seq, id, false));
    }
  }

  static Leased leased(Tx tx, ResultSet row, String queue, Instant until) throws SQLException {
    var work =
        new Lease.Work(
            row.getString(5),
            queue,
            row.getString(6),
            Columns.duration(row, 7),
            row.getString(8),
            row.getString(9),
            row.getString(11));
    var limitedKey = row.getString(13);
    // Without a rate it makes no room: what runs counts as much as what is ready.
    long interval = row.getLong(14);
    if (limitedKey != null && interval > 0) {
      tx.limits().begin(queue, limitedKey, interval);
    }
    var lease =
        new Lease(
            Columns.id(row, 2),
            row.getLong(1),
            row.getLong(3),
            row.getInt(4),
            until,
            work,
            limitedKey);
    return new Leased(lease, row.getInt(10), row.getLong(12));
  }

  private static String types(LeaseRequest request) {
    return JsonCodec.encode("types", request.types());
  }

  static @Nullable Duration until(long due, long now) {
    return due == 0 ? null : Duration.of(Math.max(due - now, 0), ChronoUnit.MICROS);
  }
}
