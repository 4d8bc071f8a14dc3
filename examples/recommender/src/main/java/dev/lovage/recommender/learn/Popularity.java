// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.learn;

/// A movie scores by how many users liked it, the same for everybody.
public final class Popularity implements Scorer {

  private final double[] scores;

  public Popularity(int[] counts) {
    this.scores = java.util.Arrays.stream(counts).asDoubleStream().toArray();
  }

  @Override
  public double[] scores(int[] liked) {
    return scores.clone();
  }
}
