// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.TaskError;
import dev.lovage.TaskId;
import dev.lovage.TaskState;
import dev.lovage.spi.JsonCodec;
import dev.lovage.spi.Lease;
import dev.lovage.spi.NewTask;
import dev.lovage.spi.Outcome;
import dev.lovage.spi.Report;
import dev.lovage.spi.Settlement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Ends attempts. Every statement names the lease's token, so a lost lease changes no row.
final class Settling {

  private Settling() {}

  /// Returns the tasks whose lease was lost.
  static List<TaskId> settle(Tx tx, List<Settlement> settlements) throws SQLException {
    var lost = new ArrayList<TaskId>();
    var ended = new ArrayList<Edges.Ended>();
    for (var settlement : settlements) {
      var lease = settlement.lease();
      boolean current =
          switch (settlement.outcome()) {
            case Outcome.Succeeded(var result, var then) -> succeed(tx, lease, result, then, ended);
            case Outcome.Failed(var error) -> end(tx, lease, TaskState.FAILED, error, ended);
            case Outcome.Cancelled(var reason) ->
                end(tx, lease, TaskState.CANCELLED, reason, ended);
            case Outcome.Retry(var delay, var error) ->
                goOn(
                    tx,
                    tx.query(
                        "retry",
                        json(error),
                        tx.now() + delay.toNanos() / 1_000,
                        lease.version(),
                        lease.token(),
                        Columns.bytes(lease.task())),
                    lease,
                    ended);
            case Outcome.Snoozed(var delay) ->
                goOn(
                    tx,
                    tx.query(
                        "snooze",
                        tx.now() + delay.toNanos() / 1_000,
                        lease.version(),
                        lease.token(),
                        Columns.bytes(lease.task())),
                    lease,
                    ended);
            case Outcome.Released() ->
                goOn(
                    tx,
                    tx.query(
                        "release", lease.version(), lease.token(), Columns.bytes(lease.task())),
                    lease,
                    ended);
            case Outcome.Replaced _ ->
                throw new IllegalArgumentException("replaced: not in a store");
          };
      if (current) {
        tx.touch(lease.work().queue(), lease.limitedKey());
        report(tx, lease, ends(settlement) ? settlement.report().last() : settlement.report());
      } else {
        lost.add(lease.task());
      }
    }
    if (!ended.isEmpty()) {
      Edges.release(tx, ended);
    }
    return lost;
  }

  private static boolean ends(Settlement settlement) {
    return switch (settlement.outcome()) {
      case Outcome.Succeeded _, Outcome.Failed _, Outcome.Cancelled _ -> true;
      case Outcome.Retry _, Outcome.Snoozed _, Outcome.Released _, Outcome.Replaced _ -> false;
    };
  }

  private static boolean succeed(
      Tx tx, Lease lease, String result, List<NewTask> then, List<Edges.Ended> ended)
      throws SQLException {
    if (tx.query(
                "succeed",
                result,
                tx.now(),
                lease.version(),
                lease.token(),
                Columns.bytes(lease.task()))
            .update()
        == 0) {
      return endSuperseded(tx, lease, ended);
    }
    var name = lease.work().publishes();
    if (name != null) {
      Publishing.publish(tx, name, lease.version(), result);
    }
    Enqueueing.enqueueAfterSuccess(tx, then);
    ended(tx, lease, true, ended);
    return true;
  }

  private static boolean end(
      Tx tx, Lease lease, TaskState state, TaskError error, List<Edges.Ended> ended)
      throws SQLException {
    if (tx.query(
                "end",
                state.name(),
                json(error),
                tx.now(),
                lease.version(),
                lease.token(),
                Columns.bytes(lease.task()))
            .update()
        == 0) {
      return false;
    }
    ended(tx, lease, false, ended);
    return true;
  }

  /// Another attempt follows, unless the task's cancellation was requested meanwhile.
  private static boolean goOn(Tx tx, Query query, Lease lease, List<Edges.Ended> ended)
      throws SQLException {
    if (query.update() == 1) {
      tx.ready();
      return true;
    }
    return end(tx, lease, TaskState.CANCELLED, cancelled(tx, lease), ended);
  }

  /// A result that came all the same of a task in whose place a newer one runs.
  private static boolean endSuperseded(Tx tx, Lease lease, List<Edges.Ended> ended)
      throws SQLException {
    return tx.query("is_superseded", lease.version()).isTrue()
        && end(tx, lease, TaskState.CANCELLED, cancelled(tx, lease), ended);
  }

  private static TaskError cancelled(Tx tx, Lease lease) throws SQLException {
    return tx.query("is_superseded", lease.version()).isTrue()
        ? Uniqueness.superseded()
        : TaskError.of(TaskError.CANCELLED, "cancelled while it ran");
  }

  private static void ended(Tx tx, Lease lease, boolean succeeded, List<Edges.Ended> ended) {
    tx.ended(lease.task());
    ended.add(new Edges.Ended(lease.version(), lease.task(), succeeded));
  }

  static void report(Tx tx, Lease lease, Report report) throws SQLException {
    if (report.isEmpty()) {
      return;
    }
    var progress = report.progress();
    if (progress != null) {
      tx.query("report_progress", progress.fraction(), progress.message(), lease.version())
          .update();
    }
    var checkpoint = report.checkpoint();
    if (checkpoint != null) {
      tx.query("checkpoint", checkpoint, lease.version()).update();
    }
    var value = lease.work().publishes();
    var interim = report.interim();
    if (value != null && interim != null && !tx.query("is_superseded", lease.version()).isTrue()) {
      Publishing.publishInterim(tx, value, lease.version(), interim);
    }
    for (var line : report.log()) {
      tx.query(
              "add_line",
              lease.version(),
              lease.token(),
              line.number(),
              line.attempt(),
              Columns.micros(line.at()),
              line.text())
          .update();
    }
  }

  private static String json(TaskError error) {
    return JsonCodec.encode("error", error);
  }
}
