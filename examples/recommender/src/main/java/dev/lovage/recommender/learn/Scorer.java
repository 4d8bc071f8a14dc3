// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.learn;

/// Says how much a user would like each movie.
@FunctionalInterface
public interface Scorer {

  /// Scores all movies for one user.
  ///
  /// @param liked the places of the movies that the user liked, in the order of time
  /// @return a number for each movie of the catalogue; higher is better
  double[] scores(int[] liked);
}
