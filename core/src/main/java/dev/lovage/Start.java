// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.time.Duration;
import java.time.Instant;

/// When a task may start at the earliest.
public sealed interface Start {

  /// As soon as a worker is free.
  record Now() implements Start {}

  /// After a delay, counted by the engine's clock from the moment of submission.
  record After(Duration delay) implements Start {}

  /// At an instant; one in the past means now.
  record At(Instant instant) implements Start {}
}
