// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender;

import dev.lovage.recommender.data.Dataset;
import dev.lovage.recommender.learn.Hyper;
import dev.lovage.recommender.learn.Interactions;
import dev.lovage.recommender.learn.Scores;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Says how good the methods are, in a table.
final class Evaluation {

  private Evaluation() {}

  static void print(Dataset dataset, PrintStream out) throws InterruptedException {
    var all = Interactions.of(dataset.likes(), dataset.movies().size());
    int threads = Runtime.getRuntime().availableProcessors();
    long start = System.nanoTime();
    var scores = new Trainer(dataset, List::of, Hyper.tuned(), threads).scores(all, share -> {});
    double seconds = (System.nanoTime() - start) / 1e9;
    out.printf(
        Locale.ROOT,
        "%s: %,d likes of %,d movies by %,d users%n",
        dataset.source(),
        all.count(),
        all.items(),
        all.users().size());
    out.printf(
        Locale.ROOT,
        "Leave the last out: each user's last like is the test, %,d users; ranked among all movies"
            + " that the user did not like before.%n%n",
        scores.values().iterator().next().users());
    out.printf("%-12s %8s %8s %10s %13s%n", "", "HR@10", "NDCG@10", "Recall@20", "x popularity");
    table(scores, out);
    out.printf(Locale.ROOT, "%nALS %s, trained and tested in %.1f s%n", Hyper.tuned(), seconds);
  }

  private static void table(Map<String, Scores> scores, PrintStream out) {
    double least = Math.max(1e-9, scores.getOrDefault("popularity", Scores.NONE).ndcg10());
    scores.forEach((method, s) ->
        out.printf(
            Locale.ROOT,
            "%-12s %8.4f %8.4f %10.4f %13.2f%n",
            method,
            s.hitRate10(),
            s.ndcg10(),
            s.recall20(),
            s.ndcg10() / least));
  }
}
