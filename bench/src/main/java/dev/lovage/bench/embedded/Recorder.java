// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench.embedded;

import java.util.Collections;
import java.util.concurrent.atomic.LongAdder;

/// Counts what handlers did and how late they were. Safe for use from any thread.
final class Recorder {

  private final LongAdder ran = new LongAdder();
  private final Latencies latencies = Latencies.none();

  void ran() {
    ran.increment();
  }

  void late(long nanos) {
    synchronized (latencies) {
      latencies.add(Math.max(0, nanos));
    }
  }

  long count() {
    return ran.sum();
  }

  Latencies latencies() {
    synchronized (latencies) {
      return Latencies.all(Collections.singletonList(latencies));
    }
  }
}
