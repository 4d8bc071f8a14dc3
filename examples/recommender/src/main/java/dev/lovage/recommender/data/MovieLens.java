// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// MovieLens ml-latest-small of 2016, as the R package dslabs has it: 100,004 ratings of 9,066
/// movies by 671 users. Who gave a movie four stars or more liked it.
public final class MovieLens {

  public static final String CITATION =
      "F. Maxwell Harper and Joseph A. Konstan. 2015. The MovieLens Datasets: History and Context."
          + " ACM Transactions on Interactive Intelligent Systems 5, 4, 19:1-19:19.";

  private static final double LIKED = 4;

  private MovieLens() {}

  /// Reads it from the folder of the R package's data.
  public static Dataset load(Path folder) throws IOException {
    var frame = new RData(folder).load("movielens");
    var movies = (RValue.Integers) frame.named("movieId");
    var users = (RValue.Integers) frame.named("userId");
    var stars = (RValue.Doubles) frame.named("rating");
    var times = (RValue.Integers) frame.named("timestamp");
    var catalogue = catalogue(frame, movies.values());
    var places = new HashMap<Integer, Integer>();
    for (int i = 0; i < catalogue.size(); i++) {
      places.put(catalogue.get(i).id(), i);
    }
    var likes = new ArrayList<Rating>();
    for (int row = 0; row < movies.values().length; row++) {
      if (stars.values()[row] >= LIKED) {
        likes.add(
            new Rating(
                "ml-" + users.values()[row],
                places.getOrDefault(movies.values()[row], 0),
                times.values()[row]));
      }
    }
    return new Dataset("MovieLens (ml-latest-small, 2016)", catalogue, likes);
  }

  private static List<Movie> catalogue(RValue.Items frame, int[] ids) {
    var titles = ((RValue.Items) frame.named("title")).texts();
    var years = (RValue.Integers) frame.named("year");
    var genres = (RValue.Integers) frame.named("genres");
    var levels = ((RValue.Items) required(genres.attributes(), "levels")).texts();
    var movies = new HashMap<Integer, Movie>();
    for (int row = 0; row < ids.length; row++) {
      int at = row;
      movies.computeIfAbsent(
          ids[row],
          id ->
              new Movie(
                  id,
                  titles.get(at),
                  Math.max(0, years.values()[at]),
                  genres(levels.get(genres.values()[at] - 1))));
    }
    return movies.values().stream().sorted(java.util.Comparator.comparingLong(Movie::id)).toList();
  }

  private static List<String> genres(String joined) {
    return joined.startsWith("(") ? List.of() : List.of(joined.split("\\|", -1));
  }

  private static RValue required(Map<String, RValue> attributes, String name) {
    var value = attributes.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the data frame has no " + name);
    }
    return value;
  }
}
