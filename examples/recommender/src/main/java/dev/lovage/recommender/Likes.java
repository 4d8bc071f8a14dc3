// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender;

import dev.lovage.recommender.data.Dataset;
import dev.lovage.recommender.data.Rating;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Who liked what: the data set's likes, and those that come through the page.
final class Likes {

  private final Map<Integer, Integer> places;
  private final Map<String, int[]> before;
  private final List<Rating> own = new ArrayList<>();

  Likes(Dataset dataset) {
    this.places = dataset.places();
    this.before = new HashMap<>();
    dataset.likes().stream()
        .collect(Collectors.groupingBy(Rating::user))
        .forEach((user, likes) ->
            before.put(
                user,
                likes.stream()
                    .sorted(java.util.Comparator.comparingLong(Rating::time))
                    .mapToInt(Rating::movie)
                    .toArray()));
  }
}
