// SPDX-License-Identifier: Apache-2.0
package dev.lovage.sql;

import dev.lovage.TaskState;
import dev.lovage.spi.NewTask;
import org.jspecify.annotations.Nullable;

/// A task's share as it stands in its row.
record ShareColumns(
    @Nullable String key,
    int concurrency,
    @Nullable Long interval,
    @Nullable Integer burst,
    boolean limited) {

  static ShareColumns of(NewTask task) {
    var share = task.share();
    if (share == null) {
      return new ShareColumns(null, 0, null, null, false);
    }
    var rate = share.rate();
    return new ShareColumns(
        share.key(),
        share.concurrency(),
        rate == null ? null : Long.valueOf(rate.intervalMicros()),
        rate == null ? null : Integer.valueOf(rate.burst()),
        share.isLimited());
  }

  int limitedNumber() {
    return limited ? 1 : 0;
  }

  /// Whether a task in this state waits for its limits first.
  int held(TaskState state) {
    return limited && state == TaskState.QUEUED ? 1 : 0;
  }
}
