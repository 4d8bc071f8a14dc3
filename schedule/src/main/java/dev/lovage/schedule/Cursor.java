// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import dev.lovage.TaskId;
import dev.lovage.spi.JsonCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How far a schedule has come.
///
/// @param after the last tick that was dealt with, or when the schedule was made or resumed
/// @param open its tasks that had not ended when it was last looked at, the oldest first; kept
///   where overlaps matter
/// @param task the last one
/// @param fired how many tasks there were so far, and
/// @param skipped how many ticks that were looked at had none
record Cursor(Instant after, List<TaskId> open, @Nullable TaskId task, long fired, long skipped) {

  Cursor {
    open = List.copyOf(open);
  }

  static Cursor from(Instant now) {
    return new Cursor(now, List.of(), null, 0, 0);
  }

  static Cursor parse(String json) {
    return Objects.requireNonNull(JsonCodec.decode("cursor", json, Cursor.class));
  }

  String json() {
    return JsonCodec.encode("cursor", this);
  }

  /// The same, with no tick before this instant to come. One that was carried out ahead stays so.
  Cursor since(Instant now) {
    return new Cursor(after.isAfter(now) ? after : now, open, task, fired, skipped);
  }

  /// A task was made besides those of the clock.
  Cursor ran(TaskId id, ScheduleSpec spec) {
    var now = new ArrayList<>(open);
    if (spec.rules().overlap() != Overlap.ALLOW) {
      now.add(id);
    }
    return new Cursor(after, now, id, fired + 1, skipped);
  }
}
