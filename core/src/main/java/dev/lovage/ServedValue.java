// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import dev.lovage.spi.ValueVersion;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A named value that tasks recompute and that can be read at any moment: the initial value until
/// the first result, then always the newest. A read is a read of memory, never a query; what any
/// process publishes is seen within 50 ms. Versions never go backwards. Safe for use from any
/// thread.
public interface ServedValue<T> {

  String name();

  /// The newest value.
  @Nullable T get();

  /// The newest value with its version.
  Snapshot<T> snapshot();

  /// The newest value as JSON text, undecoded. The initial value has version 0.
  ValueVersion json();

  /// A read that finds the value older than this returns it at once and starts one recomputation,
  /// however many readers in however many processes find it so. Declare it before the value is
  /// read.
  ///
  /// @param recompute a type that publishes to this value
  <A> ServedValue<T> refreshAfter(Duration age, TaskType<A, ?> recompute, A argument);

  /// One version of the value.
  ///
  /// @param version 0 for the initial value, else the version of the task that computed it
  /// @param publishedAt of the initial value: when this process began to serve it
  record Snapshot<T>(@Nullable T value, long version, Instant publishedAt) {}
}
