// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender;

import dev.lovage.Manifest;
import dev.lovage.Model;
import dev.lovage.TaskContext;
import dev.lovage.recommender.data.Dataset;
import dev.lovage.recommender.data.Rating;
import dev.lovage.recommender.learn.Als;
import dev.lovage.recommender.learn.FactorScorer;
import dev.lovage.recommender.learn.Hyper;
import dev.lovage.recommender.learn.Interactions;
import dev.lovage.recommender.learn.ItemKnn;
import dev.lovage.recommender.learn.Learned;
import dev.lovage.recommender.learn.Popularity;
import dev.lovage.recommender.learn.Scores;
import dev.lovage.recommender.learn.Split;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// Trains a new version of the model: once without each user's last like, to know how good it is,
/// and then with everything.
final class Trainer {

  private static final int NEIGHBOURS = 50;

  private final Dataset dataset;
  private final Callable<List<Rating>> likes;
  private final Hyper hyper;
  private final int threads;

  /// @param likes those that came through the page
  Trainer(Dataset dataset, Callable<List<Rating>> likes, Hyper hyper, int threads) {
    this.dataset = dataset;
    this.likes = likes;
    this.hyper = hyper;
    this.threads = threads;
  }

  /// The handler of the task.
  Manifest train(Model<Learned> model, TaskContext context) throws Exception {
    long start = System.nanoTime();
    var own = likes.call();
    var all =
        Interactions.of(
            Stream.concat(dataset.likes().stream(), own.stream()).toList(),
            dataset.movies().size());
    var metrics = new TreeMap<String, Double>();
    scores(all, share -> context.progress(0.5 * share, "evaluating"))
        .forEach((method, scores) -> {
          metrics.put(method + "_hr10", scores.hitRate10());
          metrics.put(method + "_ndcg10", scores.ndcg10());
          metrics.put(method + "_recall20", scores.recall20());
        });
    var items =
        new Als(hyper, threads)
            .train(all, share -> context.progress(0.5 + 0.5 * share, "training"));
    context.checkCancelled();
    var learned = new Learned(hyper, items, all.popularity(), all.sizes());
    metrics.put("likes", (double) all.count());
    metrics.put("new_likes", (double) own.size());
    metrics.put("seconds", (System.nanoTime() - start) / 1e9);
    return model.save(learned::write, metrics, hyper.parameters());
  }

  /// How good the methods are, by name, each trained without every user's last like.
  Map<String, Scores> scores(Interactions all, java.util.function.DoubleConsumer progress)
      throws InterruptedException {
    var split = Split.last(all);
    var items = new Als(hyper, threads).train(split.train(), progress);
    var scores = new LinkedHashMap<String, Scores>();
    scores.put("popularity", Scores.of(new Popularity(split.train().popularity()), split));
    scores.put("knn", Scores.of(ItemKnn.of(split.train(), NEIGHBOURS), split));
    scores.put("als", Scores.of(new FactorScorer(hyper, items), split));
    return scores;
  }
}
