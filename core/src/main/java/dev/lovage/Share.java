// SPDX-License-Identifier: Apache-2.0
package dev.lovage;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/// Whose work a task is, and how much of it may go on at a time. Tasks of one queue take turns by
/// their keys, so that the many tasks of one don't keep the few of another waiting.
///
/// @param key for example a tenant: 1 to 255 characters. Limits are counted by queue and key
/// @param concurrency how many tasks of the key may run at a time, in all workers; 0 for no limit
/// @param rate how often a task of the key may begin an attempt, in all workers; null for no limit
public record Share(String key, int concurrency, @Nullable Rate rate) {

  /// @throws LovageException `INVALID` if the key is empty or too long, or the number negative
  public Share {
    Checks.key("key", key);
    if (concurrency < 0) {
      throw Checks.invalid("concurrencyPerKey", "must be at least 1, but is " + concurrency);
    }
  }

  /// Whose work it is, without a limit.
  public static Share of(String key) {
    return new Share(key, 0, null);
  }

  /// As this one, with at most so many at a time.
  public Share concurrency(int most) {
    return new Share(key, Checks.atLeastOne("concurrencyPerKey", most), rate);
  }

  /// As this one, no more often than this.
  public Share rate(Rate most) {
    return new Share(key, concurrency, most);
  }

  /// Whether a task of it may have to wait though workers are free.
  @JsonIgnore
  public boolean isLimited() {
    return concurrency > 0 || rate != null;
  }
}
