// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.web;

import dev.lovage.recommender.data.Movie;
import java.util.List;

/// The colours of genres.
final class Genres {

  private static final List<String> ORDER =
      List.of(
          "Horror",
          "Action",
          "War",
          "Western",
          "Adventure",
          "Comedy",
          "Children",
          "Animation",
          "Musical",
          "Fantasy",
          "Documentary",
          "IMAX",
          "Sci-Fi",
          "Thriller",
          "Crime",
          "Film-Noir",
          "Mystery",
          "Drama",
          "Romance");

  private Genres() {}

  /// A movie's hue, from 0 to 359: that of its most telling genre.
  static int hue(Movie movie) {
    return movie.genres().stream()
        .filter(genre -> !genre.equals("Drama") || movie.genres().size() == 1)
        .findFirst()
        .map(genre -> Math.max(0, ORDER.indexOf(genre)) * 360 / ORDER.size())
        .orElse(210);
  }
}
