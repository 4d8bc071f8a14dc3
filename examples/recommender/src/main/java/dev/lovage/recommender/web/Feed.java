// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.web;

import dev.lovage.recommender.data.Movie;
import java.util.List;

/// What a user is shown.
///
/// @param version of the model that chose the movies; 0 before the first training
/// @param learned how many likes of the user that version was trained on; those above that are
///   folded in at the moment
/// @param movies best first
/// @param liked by the user, newest first
/// @param waiting likes of all users since the last training was asked for
/// @param every how many likes start a training
public record Feed(
    String user,
    long version,
    int learned,
    List<Movie> movies,
    List<Movie> liked,
    long waiting,
    int every) {

  /// Where the movies are from.
  public String source() {
    return liked.isEmpty() || version == 0 ? "popularity" : "model";
  }
}
