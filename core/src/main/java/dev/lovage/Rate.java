// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.time.Duration;

/// How often something may begin, as a token bucket: one token comes every `per / tasks`, up to
/// `burst` of them wait, and each beginning takes one.
///
/// @param tasks from 1
/// @param burst from 1; how many may begin at once after a quiet time
public record Rate(int tasks, Duration per, int burst) {

  /// @throws LovageException `INVALID` if a number is below 1 or the time is not longer than zero
  public Rate {
    Checks.atLeastOne("rate", tasks);
    Checks.positive("rate", per);
    Checks.atLeastOne("burst", burst);
  }

  /// With no more at once than one.
  public static Rate of(int tasks, Duration per) {
    return new Rate(tasks, per, 1);
  }

  /// As this one, with so many at once after a quiet time.
  public Rate burst(int most) {
    return new Rate(tasks, per, most);
  }

  /// The time in which one token comes, in microseconds, at least one.
  public long intervalMicros() {
    return Math.max(1, per.toNanos() / 1_000 / tasks);
  }
}
