// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import dev.lovage.spi.JsonCodec;
import java.util.Objects;

/// A schedule as it is kept in the store.
record ScheduleSpec(When when, Rules rules, Template task) {

  /// What is done at the edges.
  ///
  /// @param most how many missed ticks have tasks at most, by [Missed#ALL]
  record Rules(Missed missed, int most, Overlap overlap) {}

  static ScheduleSpec parse(String json) {
    return Objects.requireNonNull(JsonCodec.decode("schedule", json, ScheduleSpec.class));
  }

  String json() {
    return JsonCodec.encode("schedule", this);
  }
}
