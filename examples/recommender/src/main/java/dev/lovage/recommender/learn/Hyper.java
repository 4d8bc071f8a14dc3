// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.learn;

import java.util.Map;

/// How ALS is set.
///
/// @param rank numbers for each user and movie
/// @param alpha how much more a like says than its absence
/// @param lambda how strongly the numbers are held small
/// @param iterations over all users and all movies
public record Hyper(int rank, double alpha, double lambda, int iterations) {

  /// Chosen on the validation likes of MovieLens: see `Tuning`.
  public static Hyper tuned() {
    return new Hyper(64, 20, 80, 10);
  }

  public Map<String, Object> parameters() {
    return Map.of("rank", rank, "alpha", alpha, "lambda", lambda, "iterations", iterations);
  }
}
