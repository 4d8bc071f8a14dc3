// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import dev.lovage.TaskId;
import dev.lovage.spi.JsonCodec;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How far a trigger has come.
///
/// @param begin when it was made: part of its tasks' ids, so that a trigger that is made again does
///   not meet the tasks of the one before
/// @param place in the stream of actions, or that a folder was looked at for the first time; null
///   before that
/// @param count how many actions there were
/// @param last when the last action came, if it is waited for a quiet time since; else null
/// @param task the last one
/// @param fired how many tasks there were so far
record TriggerCursor(
    Instant begin,
    @Nullable String place,
    long count,
    @Nullable Instant last,
    @Nullable TaskId task,
    long fired) {

  static TriggerCursor from(Instant now, @Nullable String place) {
    return new TriggerCursor(now, place, 0, null, null, 0);
  }

  static TriggerCursor parse(String json) {
    return Objects.requireNonNull(JsonCodec.decode("cursor", json, TriggerCursor.class));
  }

  String json() {
    return JsonCodec.encode("cursor", this);
  }

  TriggerCursor at(String newPlace, long newCount, @Nullable Instant newLast) {
    return new TriggerCursor(begin, newPlace, newCount, newLast, task, fired);
  }

  TriggerCursor made(TaskId id, int tasks) {
    return new TriggerCursor(begin, place, count, last, id, fired + tasks);
  }
}
