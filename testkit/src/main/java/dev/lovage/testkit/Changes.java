// SPDX-License-Identifier: Apache-2.0
package dev.lovage.testkit;

import dev.lovage.TaskId;
import dev.lovage.spi.ValueVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What one transaction did that others want to hear of, and its one instant.
final class Changes {

  final Instant now;
  final List<TaskId> ended = new ArrayList<>();
  final List<ValueVersion> values = new ArrayList<>();

  /// Keys under whose limits a task came or went.
  final Set<Limits.Key> touched = new TreeSet<>();

  boolean ready;
  boolean cancelling;

  Changes(Instant now) {
    this.now = now;
  }

  boolean isEmpty() {
    return !ready && !cancelling && ended.isEmpty() && values.isEmpty();
  }
}
