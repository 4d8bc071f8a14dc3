// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;

/// A key of which there is at most one task of a type that has not ended, or rather one that
/// counts, and what a submit does when there is one.
///
/// @param key from 1 to 255 characters
/// @param keep how long the result of the last one stands for a new submit, counted from its end;
///   by `THROTTLE` how long the last one does, counted from its submission
public record Unique(String key, Rule rule, Duration keep) {

  /// What a submit does to the tasks of its key that have not ended.
  public enum Rule {
    /// It is answered with that task in place of a new one.
    ATTACH,
    /// Those that wait are cancelled in its favour; one that runs goes on.
    REPLACE,
    /// As `REPLACE`, and one that runs is asked to stop; its result is never published, even if it
    /// comes all the same.
    SUPERSEDE,
    /// It is answered with the newest one, in whatever state, if that was submitted within `keep`.
    THROTTLE
  }

  /// @throws LovageException `INVALID` if the key is empty or too long, or if the time and the rule
  ///   don't fit
  public Unique {
    Checks.key("unique", key);
    Checks.notNegative("keep", keep);
    if ((rule == Rule.REPLACE || rule == Rule.SUPERSEDE) && !keep.isZero()) {
      throw Checks.invalid("keep", "goes with the rules ATTACH and THROTTLE only");
    }
    if (rule == Rule.THROTTLE) {
      Checks.positive("keep", keep);
    }
  }

  /// Share the task that there is.
  public static Unique attach(String key) {
    return new Unique(key, Rule.ATTACH, Duration.ZERO);
  }

  /// The newest of those that wait.
  public static Unique replace(String key) {
    return new Unique(key, Rule.REPLACE, Duration.ZERO);
  }

  /// Whether a submit may be answered with another's task.
  @JsonIgnore // It is no part of what is kept of it.
  public boolean isShared() {
    return rule == Rule.ATTACH || rule == Rule.THROTTLE;
  }

  /// Only the newest counts.
  public static Unique supersede(String key) {
    return new Unique(key, Rule.SUPERSEDE, Duration.ZERO);
  }

  /// The first within a time: for so long each further submit is answered with it.
  public static Unique throttle(String key, Duration window) {
    return new Unique(key, Rule.THROTTLE, window);
  }

  /// As this one, and a result that is younger than this is taken in place of a new computation.
  public Unique keep(Duration value) {
    return new Unique(key, rule, value);
  }
}
