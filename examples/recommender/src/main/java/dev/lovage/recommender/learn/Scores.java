// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.learn;

/// How good a scorer is, over all users that were tested.
///
/// @param hitRate10 how often the movie that was left out is among the first ten
/// @param ndcg10 the same, where a place further down counts less: 1 / log2(place + 1)
/// @param recall20 how often it is among the first twenty
/// @param users how many were tested
public record Scores(double hitRate10, double ndcg10, double recall20, int users) {

  public static final Scores NONE = new Scores(0, 0, 0, 0);

  /// Ranks for each user all movies but those that were trained on.
  public static Scores of(Scorer scorer, Split split) {
    double hits = 0;
    double gain = 0;
    double found = 0;
    int users = 0;
    for (int user = 0; user < split.test().length; user++) {
      int left = split.test()[user];
      if (left < 0) {
        continue;
      }
      int[] liked = split.train().liked().get(user);
      int rank = Ranking.rankOf(left, scorer.scores(liked), liked);
      users++;
      hits += rank <= 10 ? 1 : 0;
      gain += rank <= 10 ? Math.log(2) / Math.log(rank + 1) : 0;
      found += rank <= 20 ? 1 : 0;
    }
    int all = Math.max(1, users);
    return new Scores(hits / all, gain / all, found / all, users);
  }
}
