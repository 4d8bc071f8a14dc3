// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.Engine;
import dev.lovage.spi.RequeueResult;
import dev.lovage.spi.TaskFilter;
import java.util.List;

/// Queues ended tasks again by filter, a page in a transaction.
record Requeue(Engine engine) {

  private static final int PAGE = 500;

  int all(TaskFilter filter) {
    var state = filter.state();
    if (state != TaskState.FAILED && state != TaskState.CANCELLED) {
      throw Checks.invalid("state", "must be FAILED or CANCELLED; others are not queued again");
    }
    int requeued = 0;
    var before = filter.before();
    do {
      int limit = Math.min(PAGE, filter.limit() - requeued);
      var page =
          engine
              .queries()
              .list(new TaskFilter(state, filter.type(), filter.queue(), before, limit));
      requeued += page(page.tasks().stream().map(Task::id).toList());
      before = page.next();
    } while (before != null && requeued < filter.limit());
    return requeued;
  }

  private int page(List<TaskId> ids) {
    return (int)
        engine.tasks().requeue(ids).stream().filter(r -> r == RequeueResult.REQUEUED).count();
  }
}
