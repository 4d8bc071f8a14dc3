// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.TaskId;
import dev.lovage.spi.Heartbeat;
import dev.lovage.spi.HeartbeatReply;
import dev.lovage.spi.JsonCodec;
import java.sql.SQLException;
import java.util.LinkedHashSet;

/// Takes heartbeats.
final class Beating {

  private Beating() {}

  static HeartbeatReply extend(Tx tx, Heartbeat heartbeat) throws SQLException {
    var worker = heartbeat.worker();
    long until = tx.now() + heartbeat.lease().toNanos() / 1_000;
    if (heartbeat.leaving()) {
      tx.query("leave", worker.id()).update();
    } else {
      tx.query(
              "beat",
              worker.id(),
              worker.host(),
              worker.pid(),
              JsonCodec.encode("queues", worker.queues()),
              JsonCodec.encode("types", worker.types()),
              worker.draining() ? 1 : 0,
              tx.now(),
              until)
          .update();
    }
    var lost = new LinkedHashSet<TaskId>();
    var cancelling = new LinkedHashSet<TaskId>();
    for (var beat : heartbeat.beats()) {
      var lease = beat.lease();
      var cancel =
          tx.query("extend", until, lease.version(), lease.token(), Columns.bytes(lease.task()))
              .first(row -> row.getBoolean(1));
      if (cancel.isEmpty()) {
        lost.add(lease.task());
        continue;
      }
      if (cancel.get()) {
        cancelling.add(lease.task());
      }
      Settling.report(tx, lease, beat.report());
    }
    return new HeartbeatReply(lost, cancelling);
  }
}
