// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender;

import dev.lovage.recommender.data.Dataset;
import dev.lovage.recommender.learn.Als;
import dev.lovage.recommender.learn.FactorScorer;
import dev.lovage.recommender.learn.Hyper;
import dev.lovage.recommender.learn.Interactions;
import dev.lovage.recommender.learn.Scores;
import dev.lovage.recommender.learn.Split;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Tries hyperparameters on each user's last like but one, with no knowledge of the last, and
/// prints them, the best first. What is chosen here is what `Hyper.tuned()` says.
final class Tuning {

  private static final int ITERATIONS = 10;

  private record Tried(Hyper hyper, Scores scores) {}

  private Tuning() {}

  static void print(Dataset dataset, PrintStream out) throws InterruptedException {
    var split = Split.lastButOne(Interactions.of(dataset.likes(), dataset.movies().size()));
    var tried = new ArrayList<Tried>();
    for (int rank : new int[] {32, 64, 96}) {
      for (double alpha : new double[] {5, 10, 20}) {
        for (double lambda : new double[] {20, 40, 80, 160}) {
          tried.add(tried(new Hyper(rank, alpha, lambda, ITERATIONS), split));
        }
      }
    }
    var best = best(tried).hyper;
    for (int iterations : new int[] {5, 15, 20}) {
      tried.add(tried(new Hyper(best.rank(), best.alpha(), best.lambda(), iterations), split));
    }
    tried.sort(Comparator.comparingDouble((Tried t) -> -t.scores.ndcg10()));
    tried.forEach(t -> out.printf(Locale.ROOT, "NDCG@10 %.4f  %s%n", t.scores.ndcg10(), t.hyper));
  }

  private static Tried best(List<Tried> tried) {
    return tried.stream()
        .max(Comparator.comparingDouble((Tried t) -> t.scores.ndcg10()))
        .orElseThrow();
  }

  private static Tried tried(Hyper hyper, Split split) throws InterruptedException {
    int threads = Runtime.getRuntime().availableProcessors();
    var items = new Als(hyper, threads).train(split.train(), share -> {});
    return new Tried(hyper, Scores.of(new FactorScorer(hyper, items), split));
  }
}
