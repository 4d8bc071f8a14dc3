// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.learn;

/// Scores by the numbers that ALS found for the movies: those of the user are found from the likes
/// at the moment they are asked for ("folded in"), so a like counts before the next training.
public final class FactorScorer implements Scorer {

  private final Hyper hyper;
  private final float[][] items;
  private final double[] gram;

  public FactorScorer(Hyper hyper, float[][] items) {
    this.hyper = hyper;
    this.items = items;
    this.gram = LeastSquares.gram(items, hyper.rank());
  }

  @Override
  public double[] scores(int[] liked) {
    float[] user = new LeastSquares(hyper, items, gram).solve(liked);
    var scores = new double[items.length];
    for (int item = 0; item < scores.length; item++) {
      float[] y = items[item];
      float score = 0;
      for (int i = 0; i < user.length; i++) {
        score += user[i] * y[i];
      }
      scores[item] = score;
    }
    return scores;
  }
}
