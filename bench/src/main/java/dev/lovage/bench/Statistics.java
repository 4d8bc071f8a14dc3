// SPDX-License-Identifier: Apache-2.0
package dev.lovage.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The middle and the spread of a few runs.
///
/// @param cv standard deviation over mean; 0 for a single run
record Statistics(double median, double min, double max, double cv) {

  static Statistics of(double... values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    double mean = Arrays.stream(sorted).average().orElseThrow();
    double squares = Arrays.stream(sorted).map(v -> (v - mean) * (v - mean)).sum();
    double deviation = sorted.length < 2 ? 0 : Math.sqrt(squares / (sorted.length - 1));
    return new Statistics(
        middle(sorted), sorted[0], sorted[sorted.length - 1], mean == 0 ? 0 : deviation / mean);
  }

  /// The median of a figure that not every run has, or null if none has it.
  static @Nullable Double median(List<Sample> samples, Function<Sample, @Nullable Double> figure) {
    var values =
        samples.stream()
            .map(figure)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .sorted()
            .toArray();
    return values.length == 0 ? null : middle(values);
  }

  private static double middle(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
