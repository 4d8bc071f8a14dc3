// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.learn;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/// The best of a list of scores.
public final class Ranking {

  private Ranking() {}

  /// The places of the highest scores, best first, without those that are excluded; of equal ones
  /// the earlier place first.
  public static int[] best(double[] scores, int count, int[] excluded) {
    for (int item : excluded) {
      scores[item] = Double.NEGATIVE_INFINITY;
    }
    Comparator<Integer> worstFirst =
        Comparator.comparingDouble((Integer item) -> scores[item])
            .thenComparing(Comparator.reverseOrder());
    var best = new PriorityQueue<Integer>(count + 1, worstFirst);
    double least = Double.NEGATIVE_INFINITY;
    for (int item = 0; item < scores.length; item++) {
      if (scores[item] > least) {
        best.add(item);
        if (best.size() > count) {
          best.remove();
          least = scores[best.element()];
        }
      }
    }
    var places = new int[best.size()];
    for (int i = places.length - 1; i >= 0; i--) {
      places[i] = best.remove();
    }
    return places;
  }

  /// The rank of an item from 1, as [#best] would give it; `scores.length` if it is excluded.
  static int rankOf(int item, double[] scores, int[] excluded) {
    if (Arrays.stream(excluded).anyMatch(other -> other == item)) {
      return scores.length;
    }
    for (int other : excluded) {
      scores[other] = Double.NEGATIVE_INFINITY;
    }
    int rank = 1;
    for (int other = 0; other < scores.length; other++) {
      if (scores[other] > scores[item] || (scores[other] == scores[item] && other < item)) {
        rank++;
      }
    }
    return rank;
  }
}
