// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.TaskId;
import dev.lovage.spi.RequeueResult;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Queues again what failed or was cancelled.
final class Requeueing {

  private Requeueing() {}

  static List<RequeueResult> requeue(Tx tx, List<TaskId> ids) throws SQLException {
    var results = new ArrayList<RequeueResult>(ids.size());
    for (var id : ids) {
      results.add(
          switch (Target.find(tx, id)) {
            case Target.Known known -> requeue(tx, known);
            case Target.Forgotten() -> RequeueResult.FORGOTTEN;
            case Target.Unknown() -> RequeueResult.UNKNOWN;
          });
    }
    return results;
  }

  private static RequeueResult requeue(Tx tx, Target.Known task) throws SQLException {
    return switch (task.state()) {
      case FAILED, CANCELLED -> {
        tx.query("requeue", tx.now(), task.seq()).update();
        tx.touch(task.queue(), task.limitedKey());
        tx.ready();
        yield RequeueResult.REQUEUED;
      }
      case SUCCEEDED -> RequeueResult.SUCCEEDED;
      case WAITING, SCHEDULED, QUEUED, RUNNING, RETRYING -> RequeueResult.NOT_ENDED;
    };
  }
}
