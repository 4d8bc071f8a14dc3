// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lovage.recommender.data.Generated;
import dev.lovage.recommender.data.Rating;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LearnTest {

  private static final Hyper SMALL = new Hyper(8, 10, 5, 8);

  private static Interactions generated() {
    var dataset = Generated.dataset();
    return Interactions.of(dataset.likes(), dataset.movies().size());
  }

  @Test
  void interactionsAreInTheOrderOfTimeAndCountOnce() {
    var interactions =
        Interactions.of(
            List.of(
                new Rating("a", 2, 30),
                new Rating("a", 1, 10),
                new Rating("b", 2, 5),
                new Rating("a", 2, 40)),
            3);

    assertThat(interactions.users()).containsExactly("b", "a");
    assertThat(interactions.liked().get(1)).containsExactly(1, 2);
    assertThat(interactions.popularity()).containsExactly(0, 1, 2);
    assertThat(interactions.fans()[2]).containsExactlyInAnyOrder(0, 1);
    assertThat(interactions.sizes()).isEqualTo(Map.of("a", 2, "b", 1));
  }

  @Test
  void theSplitLeavesTheLastOut() {
    var all =
        Interactions.of(
            List.of(
                new Rating("a", 0, 1),
                new Rating("a", 1, 2),
                new Rating("a", 2, 3),
                new Rating("a", 3, 4),
                new Rating("a", 4, 5),
                new Rating("b", 0, 1)),
            5);

    var split = Split.last(all);

    assertThat(split.test()).containsExactly(4, -1);
    assertThat(split.train().liked().get(0)).containsExactly(0, 1, 2, 3);
    assertThat(split.train().liked().get(1)).containsExactly(0);
  }

  @Test
  void theBestAreOrderedAndWithoutTheExcluded() {
    assertThat(Ranking.best(new double[] {1, 5, 3, 5, 2}, 3, new int[] {3}))
        .containsExactly(1, 2, 4);
    assertThat(Ranking.best(new double[] {1, 1}, 5, new int[0])).containsExactly(0, 1);
    assertThat(Ranking.rankOf(2, new double[] {1, 5, 3, 5, 2}, new int[] {3})).isEqualTo(2);
  }

  @Test
  void thePlaceOfOneThatWasLeftOutCounts() {
    var all =
        Interactions.of(
            List.of(
                new Rating("a", 0, 1),
                new Rating("a", 1, 2),
                new Rating("a", 2, 3),
                new Rating("a", 3, 4),
                new Rating("a", 4, 5)),
            40);
    var third = new double[40];
    third[10] = 3;
    third[11] = 2;
    third[4] = 1;

    var scores = Scores.of(liked -> third.clone(), Split.last(all));

    assertThat(scores).isEqualTo(new Scores(1, 0.5, 1, 1));
  }

  @Test
  void aUsersNumbersMakeTheErrorLeast() {
    float[][] items = {{1, 0.5f}, {0.2f, 1}, {-0.5f, 0.3f}};
    var hyper = new Hyper(2, 4, 0.5, 1);
    var squares = new LeastSquares(hyper, items, LeastSquares.gram(items, 2));

    float[] x = squares.solve(new int[] {0, 2});

    // Where the error is least its gradient is 0.
    for (int k = 0; k < 2; k++) {
      double gradient = hyper.lambda() * x[k];
      for (int i = 0; i < items.length; i++) {
        double liked = i == 1 ? 0 : 1;
        double confidence = i == 1 ? 1 : 1 + hyper.alpha();
        double guess = x[0] * items[i][0] + x[1] * items[i][1];
        gradient -= confidence * (liked - guess) * items[i][k];
      }
      assertThat(gradient).isCloseTo(0, within(1e-5));
    }
  }

  @Test
  void alsIsBetterThanPopularityAndTheSameEveryTime() throws Exception {
    var split = Split.last(generated());

    var one = new Als(SMALL, 1).train(split.train(), share -> {});
    var two = new Als(SMALL, 2).train(split.train(), share -> {});

    assertThat(one).isDeepEqualTo(two);
    var als = Scores.of(new FactorScorer(SMALL, one), split);
    var popularity = Scores.of(new Popularity(split.train().popularity()), split);
    assertThat(als.ndcg10()).isGreaterThan(1.3 * popularity.ndcg10());
    assertThat(Scores.of(ItemKnn.of(split.train(), 50), split).ndcg10())
        .isGreaterThan(popularity.ndcg10());
  }

  @Test
  void whatWasWrittenIsReadAndChoosesTheSame() throws Exception {
    var all = generated();
    var learned =
        new Learned(
            SMALL, new Als(SMALL, 2).train(all, share -> {}), all.popularity(), all.sizes());
    var bytes = new ByteArrayOutputStream();
    learned.write(bytes);

    var read = Learned.read(new ByteArrayInputStream(bytes.toByteArray()), all.items());

    int[] liked = all.liked().getFirst();
    assertThat(read.best(liked, 20)).isEqualTo(learned.best(liked, 20)).doesNotContain(liked);
    assertThat(read.knows(all.users().getFirst())).isEqualTo(liked.length);
    assertThat(read.knows("nobody")).isZero();
    assertThat(read.hasLearned()).isTrue();
    assertThatThrownBy(() -> Learned.read(new ByteArrayInputStream(bytes.toByteArray()), 7))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another catalogue");
    assertThatThrownBy(() -> Learned.read(new ByteArrayInputStream(new byte[100]), 7))
        .hasMessageContaining("another form");
  }

  @Test
  void beforeTheFirstTrainingEverybodyGetsWhatIsPopular() {
    var dataset = Generated.dataset();
    var learned = Learned.popularity(dataset);

    assertThat(learned.hasLearned()).isFalse();
    assertThat(learned.best(new int[0], 10)).hasSize(10);
    assertThat(learned.best(new int[] {3}, 10)).hasSize(10).doesNotContain(3);
  }
}
