// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender;

import dev.lovage.Action;
import dev.lovage.ActionCursor;
import dev.lovage.ActionStream;
import dev.lovage.recommender.data.Dataset;
import dev.lovage.recommender.data.Rating;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/// Who liked what: the data set's likes, and those that came through the page, which are actions.
final class Likes {

  private static final int PAGE = 1_000;

  /// The body of the action.
  ///
  /// @param movie its id
  record Like(int movie) {}

  private final ActionStream<Like> stream;
  private final Map<Integer, Integer> places;
  private final Map<String, List<Rating>> before;

  Likes(Dataset dataset, ActionStream<Like> stream) {
    this.stream = stream;
    this.places = dataset.places();
    this.before =
        dataset.likes().stream()
            .sorted(Comparator.comparingLong(Rating::time))
            .collect(Collectors.groupingBy(Rating::user));
  }

  ActionStream<Like> stream() {
    return stream;
  }

  boolean isMovie(int id) {
    return places.containsKey(id);
  }

  /// Keeps a like. Who likes a movie twice has liked it once, since the action has the same id.
  ///
  /// @return whether it is new
  boolean add(String user, int movie) {
    var id = UUID.nameUUIDFromBytes((movie + " " + user).getBytes(StandardCharsets.UTF_8));
    return stream.append(stream.action(user, "like", new Like(movie)).withId(id));
  }

  /// The places of the movies that a user liked, in the order of time, each once.
  int[] of(String user) {
    var liked = new LinkedHashSet<Integer>();
    before.getOrDefault(user, List.of()).forEach(like -> liked.add(like.movie()));
    stream.ofUser(user, PAGE).list().reversed().stream()
        .map(action -> places.get(action.body().movie()))
        .filter(java.util.Objects::nonNull)
        .forEach(liked::add);
    return liked.stream().mapToInt(Integer::intValue).toArray();
  }

  /// How many came through the page.
  long count() {
    return stream.count(ActionCursor.START);
  }

  /// All that came through the page.
  List<Rating> all() {
    var all = new ArrayList<Rating>();
    var cursor = ActionCursor.START;
    while (true) {
      var page = stream.read(cursor, PAGE);
      page.list().forEach(action -> rating(action, all));
      if (!page.more()) {
        return all;
      }
      cursor = page.next();
    }
  }

  private void rating(Action<Like> action, List<Rating> all) {
    var place = places.get(action.body().movie());
    if (place != null) {
      all.add(new Rating(action.user(), place, action.time().getEpochSecond()));
    }
  }
}
