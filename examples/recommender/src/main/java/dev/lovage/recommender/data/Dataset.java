// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Movies and who liked them.
///
/// @param source where it is from, for a person
/// @param movies the catalogue; a movie's place in it stands for the movie everywhere
/// @param likes what users liked
public record Dataset(String source, List<Movie> movies, List<Rating> likes) {

  public Dataset {
    movies = List.copyOf(movies);
    likes = List.copyOf(likes);
  }

  /// The places of the movies by their ids.
  public Map<Integer, Integer> places() {
    var places = new HashMap<Integer, Integer>();
    for (int i = 0; i < movies.size(); i++) {
      places.put(movies.get(i).id(), i);
    }
    return Map.copyOf(places);
  }
}
