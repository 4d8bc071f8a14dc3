// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import java.time.Duration;

/// How a stream of actions is kept.
public final class ActionOptions {

  private static final Duration A_YEAR = Duration.ofDays(366);

  private Duration keep = A_YEAR;

  ActionOptions() {}

  /// How long an action is kept after it was appended. Default: a year.
  ///
  /// @param age at least a minute
  public ActionOptions keep(Duration age) {
    if (age.compareTo(Duration.ofMinutes(1)) < 0) {
      throw Checks.invalid("keep", "takes at least a minute, but is " + age);
    }
    keep = Checks.notNegative("keep", age);
    return this;
  }

  Duration keep() {
    return keep;
  }
}
