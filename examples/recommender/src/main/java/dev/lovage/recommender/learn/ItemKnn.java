// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.learn;

import java.util.Arrays;
import java.util.Comparator;

/// A movie scores by its likeness to those that the user liked: the cosine of who liked both, of
/// each movie's nearest neighbours only (Sarwar and others: Item-based Collaborative Filtering
/// Recommendation Algorithms, 2001). The measure beside ALS.
public final class ItemKnn implements Scorer {

  private final int[][] neighbours;
  private final double[][] likeness;

  private ItemKnn(int[][] neighbours, double[][] likeness) {
    this.neighbours = neighbours;
    this.likeness = likeness;
  }

  /// Looks at all interactions.
  ///
  /// @param most how many neighbours a movie has
  public static ItemKnn of(Interactions interactions, int most) {
    int items = interactions.items();
    var fans = interactions.fans();
    var neighbours = new int[items][];
    var likeness = new double[items][];
    var together = new int[items];
    for (int item = 0; item < items; item++) {
      Arrays.fill(together, 0);
      for (int user : fans[item]) {
        for (int other : interactions.liked().get(user)) {
          together[other]++;
        }
      }
      together[item] = 0;
      int self = item;
      var cosines = new double[items];
      var candidates = new java.util.ArrayList<Integer>();
      for (int other = 0; other < items; other++) {
        if (together[other] > 0) {
          cosines[other] =
              together[other] / Math.sqrt((double) fans[self].length * fans[other].length);
          candidates.add(other);
        }
      }
      candidates.sort(Comparator.comparingDouble((Integer other) -> -cosines[other]));
      var nearest = candidates.subList(0, Math.min(most, candidates.size()));
      neighbours[item] = nearest.stream().mapToInt(Integer::intValue).toArray();
      likeness[item] = nearest.stream().mapToDouble(other -> cosines[other]).toArray();
    }
    return new ItemKnn(neighbours, likeness);
  }

  @Override
  public double[] scores(int[] liked) {
    var scores = new double[neighbours.length];
    for (int item : liked) {
      for (int i = 0; i < neighbours[item].length; i++) {
        scores[neighbours[item][i]] += likeness[item][i];
      }
    }
    return scores;
  }
}
