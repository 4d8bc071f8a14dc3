// SPDX-License-Identifier: Apache-2.0
package dev.lovage.schedule;

import dev.lovage.spi.JsonCodec;
import java.util.Objects;

/// A trigger as it is kept in the store.
record TriggerSpec(On on, Template task) {

  static TriggerSpec parse(String json) {
    return Objects.requireNonNull(JsonCodec.decode("trigger", json, TriggerSpec.class));
  }

  String json() {
    return JsonCodec.encode("trigger", this);
  }
}
