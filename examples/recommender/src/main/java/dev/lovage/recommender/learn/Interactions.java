// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.learn;

import dev.lovage.recommender.data.Rating;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// Who liked what: for each user the movies in the order of time, each once.
///
/// @param users their names; a user's place stands for the user everywhere
/// @param items of the catalogue, how many
/// @param liked for each user the places of the movies
@SuppressWarnings("ArrayRecordComponent") // Handed on and not compared.
public record Interactions(List<String> users, int items, List<int[]> liked) {

  public static Interactions of(List<Rating> likes, int items) {
    var byUser = new LinkedHashMap<String, LinkedHashSet<Integer>>();
    likes.stream()
        .sorted(Comparator.comparingLong(Rating::time).thenComparingInt(Rating::movie))
        .forEach(like ->
            byUser.computeIfAbsent(like.user(), user -> new LinkedHashSet<>()).add(like.movie()));
    var liked = new ArrayList<int[]>();
    byUser
        .values()
        .forEach(movies -> liked.add(movies.stream().mapToInt(Integer::intValue).toArray()));
    return new Interactions(List.copyOf(byUser.keySet()), items, liked);
  }

  /// The same with the movies of each user changed.
  Interactions with(List<int[]> others) {
    return new Interactions(users, items, others);
  }

  /// For each movie the places of the users who liked it.
  int[][] fans() {
    var fans = new int[items][];
    int[] counts = popularity();
    for (int item = 0; item < items; item++) {
      fans[item] = new int[counts[item]];
    }
    for (int user = liked.size() - 1; user >= 0; user--) {
      for (int item : liked.get(user)) {
        fans[item][--counts[item]] = user;
      }
    }
    return fans;
  }

  /// How many users liked each movie.
  public int[] popularity() {
    var counts = new int[items];
    for (int[] movies : liked) {
      for (int item : movies) {
        counts[item]++;
      }
    }
    return counts;
  }

  public int count() {
    return liked.stream().mapToInt(movies -> movies.length).sum();
  }

  /// How many movies each user liked, by name.
  public Map<String, Integer> sizes() {
    var sizes = new LinkedHashMap<String, Integer>();
    for (int user = 0; user < users.size(); user++) {
      sizes.put(users.get(user), liked.get(user).length);
    }
    return Collections.unmodifiableMap(sizes);
  }
}
