// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.JsonCodec;
import java.time.Duration;

/// Makes the unique key of equal submits.
///
/// @param keep how long a result stands for further submits
record SingleFlight(String codeVersion, Duration keep) {

  /// The key under which all submits of this argument meet.
  Unique of(String type, String argument) {
    var canonical = JsonCodec.canonical("argument", argument);
    return Unique.attach(TaskId.of(type, codeVersion + '\n' + canonical).toString()).keep(keep);
  }
}
