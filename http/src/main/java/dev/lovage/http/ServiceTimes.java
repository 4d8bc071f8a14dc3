// SPDX-License-Identifier: Apache-2.0
package dev.lovage.http;

import java.time.Duration;
import java.util.Arrays;

/// The last times of one task type, and how far estimates were off.
final class ServiceTimes {

  private static final int WINDOW = 256;

  private final long[] took = new long[WINDOW];
  private final long[] off = new long[WINDOW];
  private int samples;
  private int estimates;

  void took(Duration time) {
    took[samples++ % WINDOW] = Math.max(0, time.toNanos());
  }

  /// @param late negative if the task ended before it was said
  void wasOff(Duration late) {
    off[estimates++ % WINDOW] = late.toNanos();
  }

  Duration quantile(double q) {
    return Duration.ofNanos(quantile(Arrays.copyOf(took, Math.min(samples, WINDOW)), q));
  }

  Estimates.Quality quality(String type) {
    var errors = Arrays.copyOf(off, Math.min(estimates, WINDOW));
    long late = Arrays.stream(errors).filter(error -> error > 0).count();
    return new Estimates.Quality(
        type,
        samples,
        quantile(0.5).toMillis(),
        quantile(0.9).toMillis(),
        estimates,
        errors.length == 0 ? 0 : (double) late / errors.length,
        Duration.ofNanos(quantile(Arrays.stream(errors).map(Math::abs).toArray(), 0.5)).toMillis());
  }

  private static long quantile(long[] values, double q) {
    if (values.length == 0) {
      return 0;
    }
    Arrays.sort(values);
    return values[(int) Math.min(values.length - 1, Math.floor(q * values.length))];
  }
}
