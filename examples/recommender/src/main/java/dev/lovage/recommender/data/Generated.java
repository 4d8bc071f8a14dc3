// SPDX-License-Identifier: Apache-2.0
package dev.lovage.recommender.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;

/// A small set in the likeness of the real one, always the same: users like one or two genres, the
/// popular movies of them most, and now and then something else.
public final class Generated {

  private static final List<String> GENRES =
      List.of("Animation", "Comedy", "Drama", "Horror", "Sci-Fi", "Western");
  private static final List<String> NOUNS =
      List.of("Whale", "Lighthouse", "Harbour", "Comet", "Garden", "Letter", "Clock", "River");
  private static final List<String> ADJECTIVES =
      List.of("Silent", "Green", "Last", "Paper", "Midnight", "Northern", "Broken", "Golden");
  private static final int MOVIES = 240;
  private static final int USERS = 200;
  private static final int EACH = 24;
  private static final double ELSEWHERE = 0.12;
  private static final long START = 1_400_000_000L;

  private Generated() {}

  public static Dataset dataset() {
    var random = new SplittableRandom(7);
    var movies = new ArrayList<Movie>();
    for (int i = 0; i < MOVIES; i++) {
      var title =
          "The "
              + ADJECTIVES.get(i / NOUNS.size() % ADJECTIVES.size())
              + " "
              + NOUNS.get(i % NOUNS.size());
      int part = i / (NOUNS.size() * ADJECTIVES.size());
      movies.add(
          new Movie(
              1_000 + i,
              part == 0 ? title : title + " " + "I".repeat(part + 1),
              1950 + random.nextInt(75),
              List.of(GENRES.get(i % GENRES.size()))));
    }
    return new Dataset("generated", movies, likes(random));
  }

  private static List<Rating> likes(SplittableRandom random) {
    var likes = new ArrayList<Rating>();
    for (int user = 0; user < USERS; user++) {
      int first = random.nextInt(GENRES.size());
      int second = random.nextInt(GENRES.size());
      var liked = new HashSet<Integer>();
      for (int tries = 0; tries < 4 * EACH && liked.size() < EACH; tries++) {
        int genre =
            random.nextDouble() < ELSEWHERE
                ? random.nextInt(GENRES.size())
                : random.nextBoolean() ? first : second;
        int each = MOVIES / GENRES.size();
        int rank = (int) (each * Math.pow(random.nextDouble(), 2));
        int movie = genre + rank * GENRES.size();
        if (liked.add(movie)) {
          likes.add(new Rating("user-" + user, movie, START + user * 1_000L + liked.size()));
        }
      }
    }
    return likes;
  }
}
