// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.learn;

import java.util.ArrayList;
import java.util.Arrays;

/// Leave the last out: each user's last likes are put aside for the test. Users with fewer than
/// five likes are trained on and not tested.
///
/// @param train what is trained on
/// @param test for each user the movie that was left out; -1 for those that are not tested
@SuppressWarnings("ArrayRecordComponent") // Handed on and not compared.
public record Split(Interactions train, int[] test) {

  private static final int FEWEST = 5;

  /// Leaves the last like out.
  public static Split last(Interactions all) {
    var train = new ArrayList<int[]>();
    var test = new int[all.users().size()];
    for (int user = 0; user < test.length; user++) {
      int[] liked = all.liked().get(user);
      boolean tested = liked.length >= FEWEST;
      test[user] = tested ? liked[liked.length - 1] : -1;
      train.add(tested ? Arrays.copyOf(liked, liked.length - 1) : liked);
    }
    return new Split(all.with(train), test);
  }

  /// Leaves out the last but one, and knows nothing of the last: what hyperparameters are chosen
  /// on.
  public static Split lastButOne(Interactions all) {
    return last(last(all).train);
  }
}
